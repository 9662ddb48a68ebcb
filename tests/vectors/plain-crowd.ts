// Crowd odds step by step as docs/decisions/013-crowd-odds.md defines them, sorting where the domain counts: to check crowdOdds against.

const MIN = 0.001;
const MAX = 0.999;

/** Log-odds of each option's odds before rounding: x_j + c, held within 1..999 permille. */
export function plainCrowd(
  standing: readonly (readonly number[])[],
  seats: number,
  { recency = true, unverified = [] }: { recency?: boolean; unverified?: readonly boolean[] } = {},
): number[] {
  const n = standing.length;
  const options = standing[0]!.length;
  const base = Math.log(seats / (options - seats));
  const means = standing[0]!.map((_, j) => {
    const xs = standing.map((permille) => clippedLogOdds(permille[j]! / 1000, options));
    const sorted = xs.toSorted((a, b) => a - b);
    const [low, high] = [quantile(sorted, 0.1), quantile(sorted, 0.9)];
    let sum = 0;
    let total = 0;
    xs.forEach((x, at) => {
      const weight = recency ? Math.exp(Math.sqrt(at + 1) - Math.sqrt(n)) : 1;
      if (weight < 1e-12) return;
      const share = unverified[at] ? weight / 3 : weight;
      total += share;
      sum += share * Math.min(high, Math.max(low, x));
    });
    return sum / total;
  });
  return shifted(
    means.map((x) => base + ((1.3 * n) / (n + 1)) * (x - base)),
    seats,
  );
}

function clippedLogOdds(p: number, options: number): number {
  const clip = 0.06 / options;
  const clipped = Math.min(1 - clip, Math.max(clip, p));
  return Math.log(clipped / (1 - clipped));
}

/** The i-th of n sorted values stands at (i − ½)/n, straight lines between, the ends held. */
function quantile(sorted: readonly number[], share: number): number {
  const n = sorted.length;
  const places = sorted.map((_, at) => (at + 0.5) / n);
  const after = places.findIndex((place) => place >= share);
  if (after === 0) return sorted[0]!;
  if (after === -1) return sorted[n - 1]!;
  const part = (share - places[after - 1]!) / (places[after]! - places[after - 1]!);
  return sorted[after - 1]! * (1 - part) + sorted[after]! * part;
}

function shifted(xs: readonly number[], seats: number): number[] {
  const odds = (c: number) => xs.map((x) => Math.min(MAX, Math.max(MIN, 1 / (1 + Math.exp(-x - c)))));
  let [below, above] = [-50, 50];
  for (let step = 0; step < 100; step++) {
    const c = (below + above) / 2;
    if (odds(c).reduce((a, b) => a + b) < seats) below = c;
    else above = c;
  }
  return odds(above);
}
