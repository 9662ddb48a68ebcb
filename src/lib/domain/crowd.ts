// Crowd odds: a recency-weighted, extremised mean of log-odds, shifted so that the odds sum to the seats.
// The same input gives the same bits on the same Node version; only the newest ~55·√n forecasts are read.
// tests/bench/backtest.ts measures it on real forecasts.

import { logit, shiftToSum } from './log-odds.ts';
import { assertForecast, largestRemainder, MAX_PERMILLE, MIN_PERMILLE, SEAT } from './seats.ts';

/** Forecasts with less weight than this, relative to the newest, change no digit of the odds and are not read. */
const NEGLIGIBLE_WEIGHT = 1e-12;
/** Depth in √i at which the weight exp(√i − √n) falls below the negligible: reads at most 2·27.6·√n rows. */
const DEPTH = -Math.log(NEGLIGIBLE_WEIGHT);
/** A probability is taken no closer to 0 or 1 than this over the number of options; bounds one forecast's influence. */
const CLIP = 0.06;
/** A large crowd that agrees is right more often than its mean says; 1.2 to 1.4 did equally well in back-tests. */
const EXTREMISING = 1.3;
/** Log-odds of 1..999 permille, so that a recomputation costs no logarithms. */
const LOG_ODDS = Float64Array.from({ length: SEAT }, (_, p) => (p === 0 ? -Infinity : logit(p / SEAT)));

/**
 * Crowd odds of one question.
 *
 * Weights w_i = exp(√i − √n) for the i-th oldest of n forecasts; x_j the weighted mean over forecasts of the log-odds
 * of option j, clipped to [0.06/K, 1 − 0.06/K]; x_j ← base + 1.3 · n/(n+1) · (x_j − base) with base = ln(k/(K−k));
 * one common shift then makes the odds, held within 1..999 permille, sum to the seats.
 *
 * @param standing standing forecasts in permille, oldest first (in `seq` order), shape [n][K], n ≥ 1
 * @param seats k, how many of the K options come true
 * @param recency false weighs all forecasts alike (and reads them all)
 * @returns permille, integers 1..999 summing to exactly 1000·seats, shape [K]
 * @throws RangeError without a forecast, or when one that is read is broken or of another shape
 */
export function crowdOdds(
  standing: readonly (readonly number[])[],
  seats: number,
  recency: boolean = true,
): number[] {
  const n = standing.length;
  if (n === 0) throw new RangeError('there are no crowd odds without a forecast');
  const options = standing[n - 1]!.length;
  const means = meanLogOdds(standing, options, seats, recency);
  const base = Math.log(seats / (options - seats));
  const strength = (EXTREMISING * n) / (n + 1);
  const extremised = means.map((x) => base + strength * (x - base));
  const odds = shiftToSum(extremised, seats, MIN_PERMILLE / SEAT, MAX_PERMILLE / SEAT);
  const permille = odds.map((p) => p * SEAT);
  return largestRemainder(permille, SEAT * seats, MIN_PERMILLE, MAX_PERMILLE);
}

/** Weighted mean log-odds of each option, summed from the newest forecast to the oldest that still has weight. */
function meanLogOdds(
  standing: readonly (readonly number[])[],
  options: number,
  seats: number,
  recency: boolean,
): number[] {
  const n = standing.length;
  const sums = new Float64Array(options);
  const limit = logit(1 - CLIP / options);
  const clipped = LOG_ODDS.map((x) => Math.min(limit, Math.max(-limit, x)));
  const newest = Math.sqrt(n);
  let totalWeight = 0;
  for (let i = n; i >= 1; i--) {
    const depth = recency ? newest - Math.sqrt(i) : 0;
    if (depth > DEPTH) break;
    const permille = standing[i - 1]!;
    assertForecast(permille, options, seats);
    const weight = Math.exp(-depth);
    totalWeight += weight;
    for (let j = 0; j < options; j++) sums[j]! += weight * clipped[permille[j]!]!;
  }
  return Array.from(sums, (sum) => sum / totalWeight);
}
