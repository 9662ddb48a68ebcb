// Score totals per account, averaged over the horizon: the scores for any outcome are sums of these numbers.
// One contiguous record per account (array of structs), because a log of a million accounts accesses them at random.

import { anyOutcome } from './option-points.ts';
import { sweepLog, type LogColumns, type Stretch, type Window } from './score-columns.ts';
import { SEAT } from './seats.ts';

/**
 * One record of numbers per account; times without a standing forecast count as 0. Layout: `options + 1` numbers of peer
 * points (if no option comes true, then the gain for each option that does); the same for baseline points; the probability
 * of each option; the sum of squared probabilities; the coverage.
 */
export interface AccountTotals {
  readonly options: number;
  readonly records: Float64Array;
  /** The pool's mean baseline points while there was a pool: if no option comes true, then the gain of each that does. */
  readonly poolMean: Float64Array;
}

/** Scores of one account for one outcome. */
export interface Scores {
  /** Points; 0 for the even forecast or none. */
  baseline: number;
  /** Points above or below the mean of the other standing forecasts; over the pool they sum to 0. */
  peer: number;
  /** Share of the horizon with a standing forecast, 0..1. */
  coverage: number;
  /** Mean over options of (p − o)², averaged over the time with a standing forecast; 0 is best, null at coverage 0. */
  brier: number | null;
}

/** Length of a record and offsets of its parts. */
const recordLength = (options: number) => 3 * options + 4;
const baselineAt = (options: number) => options + 1;
const probabilityAt = (options: number) => 2 * options + 2;
const squaredAt = (options: number) => 3 * options + 2;
const coverageAt = (options: number) => 3 * options + 3;

/**
 * Sums a log's stretches by account.
 *
 * @throws RangeError when a time is not finite, an account is out of range or a forecast is broken
 */
export function totalsOfLog(
  columns: LogColumns,
  accounts: number,
  window: Window,
  options: number,
  seats: number,
): AccountTotals {
  const records = new Float64Array(accounts * recordLength(options));
  const poolMean = sweepLog(columns, accounts, window, anyOutcome(options, seats), (stretch) =>
    add(records, options, stretch, columns.permille),
  );
  return { options, records, poolMean };
}

function add(
  records: Float64Array,
  options: number,
  { account, row, share, points, peer }: Stretch,
  permille: ArrayLike<number>,
): void {
  const start = account * recordLength(options);
  const baseline = start + baselineAt(options);
  for (let j = 0; j <= options; j++) {
    records[start + j]! += peer[j]!;
    records[baseline + j]! += points[j]! * share;
  }
  let squared = 0;
  for (let i = 0; i < options; i++) {
    const probability = permille[row * options + i]! / SEAT;
    records[start + probabilityAt(options) + i]! += probability * share;
    squared += probability * probability;
  }
  records[start + squaredAt(options)]! += squared * share;
  records[start + coverageAt(options)]! += share;
}

/**
 * Scores of the account with this index, for one outcome.
 *
 * @param outcome whether each option came true, any number of them, shape [options]
 */
export function scoresOf(totals: AccountTotals, account: number, outcome: readonly boolean[]): Scores {
  const { options, records } = totals;
  const start = account * recordLength(options);
  const coverage = records[start + coverageAt(options)]!;
  let peer = records[start]!;
  let baseline = records[start + baselineAt(options)]!;
  let squaredError = records[start + squaredAt(options)]!;
  for (let i = 0; i < options; i++) {
    if (!outcome[i]) continue;
    peer += records[start + 1 + i]!;
    baseline += records[start + baselineAt(options) + 1 + i]!;
    squaredError += coverage - 2 * records[start + probabilityAt(options) + i]!;
  }
  const brier = coverage > 0 ? Math.max(0, squaredError / (options * coverage)) : null;
  return { baseline, peer, coverage, brier };
}
