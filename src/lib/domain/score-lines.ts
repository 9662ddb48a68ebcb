// Score lines: points of each forecast of a log per option for the time it stood, for one outcome. An account's lines sum
// to its scores in scores.ts, which come from the same sweep and handle all outcomes at once.

import { oneOutcome } from './option-points.ts';
import { sweepLog } from './score-columns.ts';
import { assertOutcome, columnsOf, windowOf, type Horizon, type LogRow } from './scores.ts';

/** Points of one row of the log for the time it stood, averaged over the whole horizon, shape [options]. */
export interface ScoreLine {
  /** Index of the row in the log. */
  readonly row: number;
  /** Ms since the epoch: it counted on [from, until). */
  readonly from: number;
  readonly until: number;
  readonly baseline: readonly number[];
  readonly peer: readonly number[];
}

/**
 * Score lines of a log for one outcome, ordered by end time. Rows that never counted have none.
 *
 * @param rows in `seq` order
 * @param outcome whether each option came true, shape [options]
 * @throws RangeError when a row, the horizon or the outcome is broken
 */
export function scoreLines(
  rows: readonly LogRow[],
  horizon: Horizon,
  options: number,
  seats: number,
  outcome: readonly boolean[],
): ScoreLine[] {
  assertOutcome(outcome, options);
  const { columns, accounts } = columnsOf(rows, options);
  const lines: ScoreLine[] = [];
  sweepLog(columns, accounts.length, windowOf(horizon), oneOutcome(outcome, seats), (stretch) => {
    const { row, from, until, share, points, peer } = stretch;
    const baseline = points.map((own) => own * share);
    lines.push({ row, from, until, baseline: Array.from(baseline), peer: Array.from(peer) });
  });
  return lines;
}
