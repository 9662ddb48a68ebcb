// Crowd odds: a recency-weighted, extremised mean of winsorised log-odds, shifted so that the odds sum to the seats.
// Deterministic to the bit on one Node version. crowd-tally.ts computes the same odds incrementally;
// tests/bench/backtest.ts measures them on real forecasts, tests/bench/fakes.ts against a fake crowd.

import { shiftToSum } from './log-odds.ts';
import { assertForecast, assertSeats, largestRemainder, MAX_PERMILLE, MIN_PERMILLE, SEAT } from './seats.ts';
import { addForecast, countForecast, emptyCounts, emptySums, meansOf, winsorise } from './winsorised.ts';

/** Forecasts with less weight than this, relative to the newest, do not change the mean and are skipped. */
const NEGLIGIBLE_WEIGHT = 1e-12;
/** Depth √n − √i at which the weight falls below the negligible: at most 2·27.6·√n forecasts have weight. */
const DEPTH = -Math.log(NEGLIGIBLE_WEIGHT);
/** Weight of an unverified forecaster relative to a verified one, against sybil accounts, which are cheap to create. */
export const UNVERIFIED_WEIGHT = 1 / 3;
/** Extremising factor: the mean of a large crowd is under-confident. 1.2 to 1.4 did equally well in back-tests. */
const EXTREMISING = 1.3;

export interface CrowdOptions {
  /** False gives all forecasts the same recency weight. */
  recency?: boolean;
  /** Whether each forecaster is unverified and so weighs a third, aligned with the standing forecasts. */
  unverified?: readonly boolean[];
}

/**
 * Crowd odds of one question with K options, k of which come true.
 *
 * Weights w_i = exp(√i − √n) for the i-th oldest of n forecasts, a third of that where the forecaster is unverified;
 * forecasts with √n − √i over 27.6 are left out of the mean. Per option j: log-odds clipped to [0.06/K, 1 − 0.06/K],
 * winsorised to their 10 % and 90 % quantiles over all n forecasts without weights, and x_j their weighted mean. Then
 * x_j ← base + 1.3 · n/(n+1) · (x_j − base) with base = ln(k/(K−k)); one common shift makes the odds, held within
 * 1..999 permille, sum to the seats, and they are rounded by largest remainder. O(n·K).
 *
 * Source: docs/decisions/013-crowd-odds.md.
 *
 * @param standing standing forecasts in permille, oldest first (in `seq` order), shape [n][K], n ≥ 1
 * @param seats k, how many of the K options come true
 * @returns permille, integers 1..999 summing to exactly 1000·seats, shape [K]
 * @throws RangeError without a forecast, when a forecast is broken or of another shape, or when `unverified` does not
 * have one entry for each forecast
 */
export function crowdOdds(
  standing: readonly (readonly number[])[],
  seats: number,
  { recency = true, unverified }: CrowdOptions = {},
): number[] {
  const n = standing.length;
  if (n === 0) throw new RangeError('there are no crowd odds without a forecast');
  if (unverified && unverified.length !== n) {
    throw new RangeError(`unverified must have ${n} entries, not ${unverified.length}`);
  }
  const options = standing[0]!.length;
  assertSeats(options, seats);
  const counts = emptyCounts(options);
  for (const permille of standing) {
    assertForecast(permille, options, seats);
    countForecast(counts, permille, 0, 1);
  }
  const table = winsorise(counts, n);
  const sums = emptySums(options);
  const weights = recency ? recencyWeights(n) : new Float64Array(n).fill(1);
  weights.forEach((weight, age) => {
    const i = n - 1 - age;
    const share = unverified?.[i] ? UNVERIFIED_WEIGHT : 1;
    addForecast(sums, table, standing[i]!, 0, weight * share);
  });
  return oddsFromMeans(meansOf(sums), seats, n);
}

/**
 * Recency weights exp(√i − √n) of n forecasts, newest first: i = n, n − 1, … Ends where they are negligible, after about
 * 55·√n.
 */
export function recencyWeights(n: number): Float64Array {
  const weights: number[] = [];
  for (let i = n; i >= 1; i--) {
    const depth = Math.sqrt(n) - Math.sqrt(i);
    if (depth > DEPTH) break;
    weights.push(Math.exp(-depth));
  }
  return Float64Array.from(weights);
}

/**
 * Crowd odds from the mean log-odds of n forecasts: extremised, shifted to sum to the seats, rounded to permille.
 *
 * @param means mean log-odds of each option, finite, shape [K]
 * @returns permille, integers 1..999 summing to exactly 1000·seats, shape [K]
 * @throws RangeError when the means are not finite
 */
export function oddsFromMeans(means: readonly number[], seats: number, n: number): number[] {
  const base = Math.log(seats / (means.length - seats));
  const strength = (EXTREMISING * n) / (n + 1);
  const extremised = means.map((x) => base + strength * (x - base));
  const odds = shiftToSum(extremised, seats, MIN_PERMILLE / SEAT, MAX_PERMILLE / SEAT);
  const permille = odds.map((p) => p * SEAT);
  return largestRemainder(permille, SEAT * seats, MIN_PERMILLE, MAX_PERMILLE);
}
