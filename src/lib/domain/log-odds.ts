// Log-odds, and the common shift in log-odds that normalises probabilities to a given sum while keeping their order.
// Used for forecasts and for crowd odds.

/** Bisection steps: 64 reduce a bracket under 100 wide to double precision. */
const BISECTIONS = 64;

/** ln(p / (1 − p)) for a probability strictly between 0 and 1. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** 1 / (1 + e^−x): the probability with log-odds x; finite for every x. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const odds = Math.exp(x);
  return odds / (1 + odds);
}

/**
 * Probabilities with log-odds x_j + c, held within [low, high], where the common shift c is the one that makes them
 * sum to `total`. The sum grows with c, so c is found by bisection; the order of x is kept.
 *
 * @param logOdds x, finite, shape [n], n ≥ 1
 * @param total wanted sum, within [n·low, n·high]
 * @returns probabilities in [low, high], shape [n], summing to `total` up to rounding error
 * @throws RangeError when the log-odds are not finite or the total cannot be reached
 */
export function shiftToSum(logOdds: readonly number[], total: number, low: number, high: number): number[] {
  const n = logOdds.length;
  if (n === 0 || !logOdds.every(Number.isFinite)) throw new RangeError('log-odds must be finite');
  const slack = 1e-12 * n;
  if (!(total >= n * low - slack && total <= n * high + slack)) {
    throw new RangeError(`${n} probabilities in [${low}, ${high}] cannot sum to ${total}`);
  }
  const shifted = (c: number, j: number) => Math.min(high, Math.max(low, logistic(logOdds[j]! + c)));
  let below = logit(low) - Math.max(...logOdds);
  let above = logit(high) - Math.min(...logOdds);
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (below + above) / 2;
    let sum = 0;
    for (let j = 0; j < n; j++) sum += shifted(middle, j);
    if (sum < total) below = middle;
    else above = middle;
  }
  return logOdds.map((_, j) => shifted(above, j));
}
