// Score lines: points of each forecast of a log per option for the time it stood, for one outcome. An account's lines sum
// to its scores in scores.ts, which come from the same sweep and handle all outcomes at once.

import { oneOutcome } from './option-points.ts';
import { sweepLog, type LogColumns } from './score-columns.ts';
import { assertOutcome, windowOf, type Horizon } from './scores.ts';

/**
 * Points of one row of the log for the time it stood, averaged over the whole horizon, shape [options]. The arrays are
 * reused for the next line.
 */
export interface ScoreLine {
  /** Index of the account. */
  readonly account: number;
  /** Index of the row in the log. */
  readonly row: number;
  /** Ms since the epoch: it counted on [from, until). */
  readonly from: number;
  readonly until: number;
  readonly baseline: Float64Array;
  readonly peer: Float64Array;
}

/**
 * Visits the score lines of a log for one outcome, ordered by end time. Rows that never counted have none.
 *
 * @param accounts how many there are
 * @param outcome whether each option came true, shape [options]
 * @throws RangeError when a row, the horizon or the outcome is broken
 */
export function visitScoreLines(
  columns: LogColumns,
  accounts: number,
  horizon: Horizon,
  options: number,
  seats: number,
  outcome: readonly boolean[],
  visit: (line: ScoreLine) => void,
): void {
  assertOutcome(outcome, options);
  const baseline = new Float64Array(options);
  sweepLog(columns, accounts, windowOf(horizon), oneOutcome(outcome, seats), (stretch) => {
    const { account, row, from, until, share, points, peer } = stretch;
    for (let i = 0; i < options; i++) baseline[i] = points[i]! * share;
    visit({ account, row, from, until, baseline, peer });
  });
}
