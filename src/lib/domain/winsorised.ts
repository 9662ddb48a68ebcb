// Winsorised weighted mean of log-odds, the core of crowd odds. A histogram of permille per option gives exact quantiles;
// every forecast enters the mean with its log-odds clamped between them.

import { logit } from './log-odds.ts';
import { SEAT } from './seats.ts';

/** Probabilities are clipped to [CLIP / K, 1 − CLIP / K] for K options. */
const CLIP = 0.06;
/** Share of forecasts at either end that is winsorised to the quantile; 5 to 12 % did equally well in back-tests. */
const TAIL = 0.1;
/** Log-odds of 1..999 permille, so that a forecast costs no logarithms. */
const LOG_ODDS = Float64Array.from({ length: SEAT }, (_, p) => (p === 0 ? -Infinity : logit(p / SEAT)));

/** Histogram per option: number of forecasts with each permille, at index option · 1000 + permille. */
export type PermilleCounts = Int32Array;

/** Winsorised log-odds of each permille, per option: index option · 1000 + permille; index 0 of an option is unused. */
type LogOddsTable = Float64Array;

/** Weighted sums of winsorised log-odds per option, and the sum of weights. */
interface LogOddsSums {
  /** Per option, and last the sum of weights. */
  readonly totals: Float64Array;
  readonly options: number;
}

export function emptyCounts(options: number): PermilleCounts {
  return new Int32Array(options * SEAT);
}

export function emptySums(options: number): LogOddsSums {
  return { totals: new Float64Array(options + 1), options };
}

/**
 * Adds a forecast to the histograms (`times` 1) or removes it (−1). O(K).
 *
 * @param values permille, integers 1..999, from index `from` on; the forecast must be valid
 */
export function countForecast(
  counts: PermilleCounts,
  values: ArrayLike<number>,
  from: number,
  times: 1 | -1,
): void {
  const options = counts.length / SEAT;
  for (let j = 0; j < options; j++) counts[j * SEAT + values[from + j]!]! += times;
}

/**
 * Winsorised log-odds: clipped to [0.06/K, 1 − 0.06/K], then pulled within the 10 % and 90 % quantiles of the clipped
 * log-odds of what is counted, each forecast once: the i-th of n sorted values stands at (i − ½)/n, straight lines
 * between, the ends held (Hazen). O(1000·K).
 *
 * @param n how many forecasts are counted, n ≥ 1
 */
export function winsorise(counts: PermilleCounts, n: number): LogOddsTable {
  const options = counts.length / SEAT;
  const limit = logit(1 - CLIP / options);
  const clipped = LOG_ODDS.map((x) => Math.min(limit, Math.max(-limit, x)));
  const table = new Float64Array(counts.length);
  for (let j = 0; j < options; j++) {
    const ofOption = counts.subarray(j * SEAT, (j + 1) * SEAT);
    const low = quantile(clipped, ofOption, TAIL * n + 0.5);
    const high = quantile(clipped, ofOption, (1 - TAIL) * n + 0.5);
    for (let p = 0; p < SEAT; p++) table[j * SEAT + p] = Math.min(high, Math.max(low, clipped[p]!));
  }
  return table;
}

/** Adds a forecast's winsorised log-odds to the sums with a weight. O(K). */
export function addForecast(
  sums: LogOddsSums,
  table: LogOddsTable,
  values: ArrayLike<number>,
  from: number,
  weight: number,
): void {
  const { totals, options } = sums;
  totals[options]! += weight;
  for (let j = 0; j < options; j++) totals[j]! += weight * table[j * SEAT + values[from + j]!]!;
}

/** Weighted mean log-odds of each option, shape [K]. */
export function meansOf({ totals, options }: LogOddsSums): number[] {
  return Array.from(totals.subarray(0, options), (sum) => sum / totals[options]!);
}

/**
 * Quantile by linear interpolation between sorted forecasts; ranks beyond the ends give the ends' values.
 *
 * @param clipped value of each permille
 * @param rank 1 for the least of the forecasts counted in `ofOption`, n for the greatest
 */
function quantile(clipped: Float64Array, ofOption: Int32Array, rank: number): number {
  const below = Math.max(1, Math.floor(rank));
  const lower = clipped[permilleAt(ofOption, below)]!;
  const upper = clipped[permilleAt(ofOption, below + 1)]!;
  return lower + Math.max(0, rank - below) * (upper - lower);
}

/** Permille of the r-th smallest forecast; of the largest when there are fewer than r. */
function permilleAt(ofOption: Int32Array, r: number): number {
  let counted = 0;
  let greatest = 0;
  for (let permille = 1; permille < SEAT; permille++) {
    if (ofOption[permille] === 0) continue;
    greatest = permille;
    counted += ofOption[permille]!;
    if (counted >= r) break;
  }
  return greatest;
}
