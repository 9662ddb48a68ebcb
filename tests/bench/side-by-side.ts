// Times two ways to do one thing in alternation, so that a busy machine slows both alike. Ratios only.

/** Rounds in turns; the best of each counts, being the one least disturbed. */
const ROUNDS = 15;
/** A round repeats its work until it takes at least this long, in ms. */
const ROUND_MS = 4;

/** Milliseconds of one call of each, best of many rounds taken in turns. */
export function sideBySide(works: readonly (() => unknown)[]): number[] {
  const repeats = works.map(repeatsFor);
  const best = works.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    works.forEach((work, i) => {
      best[i] = Math.min(best[i]!, timed(work, repeats[i]!) / repeats[i]!);
    });
  }
  return best;
}

/** How many times longer the slow way takes. */
export function timesFaster(slow: () => unknown, fast: () => unknown): { ratio: number; fastMs: number } {
  const [slowMs, fastMs] = sideBySide([slow, fast]);
  return { ratio: slowMs! / fastMs!, fastMs: fastMs! };
}

/** Pseudo-random numbers in [0, 1) that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function repeatsFor(work: () => unknown): number {
  for (let repeats = 1; ; repeats *= 2) if (timed(work, repeats) >= ROUND_MS) return repeats;
}

function timed(work: () => unknown, repeats: number): number {
  const from = performance.now();
  for (let i = 0; i < repeats; i++) work();
  return performance.now() - from;
}
