// Scores of forecasts against an outcome, in points (design: The mathematics, Scores). The outcome is an argument, so
// official and assumed results use the same code.

import { scoresOf, totalsOfLog, type AccountTotals, type Scores } from './account-totals.ts';
import { assertProbabilities, optionPoints } from './option-points.ts';
import type { LogColumns, Window } from './score-columns.ts';

/** One row of a question's log. */
export interface LogRow {
  account: string;
  /** Milliseconds since the epoch. */
  madeAt: number;
  /** A forecast, shape [options]; null is a withdrawal. */
  permille: readonly number[] | null;
  /** Excluded from the pool: scored against its mean but not part of it (author, admin, excluded, crowd, even forecast). */
  outside?: boolean;
}

/** Times that bound a question's scoring, in ms since the epoch. */
export interface Horizon {
  opensAt: number;
  /** null where unknown: the horizon then ends when the result is known. */
  closesAt: number | null;
  /**
   * When the result became public, or now for an assumed one; a forecast made then or later never counts. Infinity, allowed
   * with a known close, assumes that current forecasts stand until the close.
   */
  knownAt: number;
}

/** Points of every account per option and answer, averaged over the horizon; the scores for any outcome are sums of them. */
export interface ScoreTable {
  readonly options: number;
  readonly seats: number;
  /** Share of the horizon that was over when the result was known, 0..1: the greatest coverage there can be. */
  readonly known: number;
  /** In order of first appearance in the log. */
  readonly accounts: readonly string[];
  readonly totals: AccountTotals;
}

/** Scores of one account; all but `brier` are averages over the whole horizon. */
export interface AccountScore extends Scores {
  account: string;
}

/**
 * Baseline score of a forecast at one instant, in points: 0 for the even forecast, 100 when certain and right.
 * 100 · (L_even − L) / (n·H(k/n)) with L = −Σ_i ln p_i(o_i), natural logarithms; any number of options may come true.
 * For one of two it equals 100 · (1 + log2 p).
 *
 * @param permille probability of each option in [1, 999], summing to 1000·seats; need not be whole; shape [n]
 * @param outcome whether each option came true, shape [n]
 * @throws RangeError when the shapes differ, a probability is out of range or they do not sum to the seats
 */
export function baselineScore(
  permille: readonly number[],
  outcome: readonly boolean[],
  seats: number,
): number {
  const options = permille.length;
  assertProbabilities(permille, seats);
  assertOutcome(outcome, options);
  return permille.reduce((sum, p, i) => sum + optionPoints(p, outcome[i]!, options, seats), 0);
}

/**
 * Scores a question's log for every outcome at once.
 *
 * A forecast stands from `madeAt` (from `opensAt` if made before) until its account's next row or the end, the earlier of
 * `closesAt` and `knownAt`; averages run over [opensAt, closesAt], or to `knownAt` where the close is unknown. Rows are
 * taken in the order given, which is `seq` order: a row stamped earlier than one before it counts from that one's time.
 *
 * @param rows in `seq` order
 * @throws RangeError when a row or the horizon is broken
 */
export function scoreTable(
  rows: readonly LogRow[],
  horizon: Horizon,
  options: number,
  seats: number,
): ScoreTable {
  const { columns, accounts } = columnsOf(rows, options);
  return scoreTableOf(columns, accounts, horizon, options, seats);
}

/**
 * A log in columns, with the name of each account index in order of first appearance.
 *
 * @throws RangeError when a row has not the options
 */
export function columnsOf(
  rows: readonly LogRow[],
  options: number,
): { columns: LogColumns; accounts: string[] } {
  const indexOf = new Map<string, number>();
  const account = new Int32Array(rows.length);
  const madeAt = new Float64Array(rows.length);
  const permille = new Float64Array(rows.length * options);
  const outside = new Uint8Array(rows.length);
  rows.forEach((row, at) => {
    let index = indexOf.get(row.account);
    if (index === undefined) indexOf.set(row.account, (index = indexOf.size));
    account[at] = index;
    madeAt[at] = row.madeAt;
    outside[at] = row.outside ? 1 : 0;
    if (row.permille === null) return;
    if (row.permille.length !== options || row.permille[0] === 0)
      throw new RangeError(`row ${at}: not a forecast`);
    for (let i = 0; i < options; i++) permille[at * options + i] = row.permille[i]!;
  });
  const columns = { account, madeAt, permille, ...(outside.includes(1) && { outside }) };
  return { columns, accounts: [...indexOf.keys()] };
}

/**
 * `scoreTable` from columns, for logs of millions of rows.
 *
 * @param accounts name of each account index, shape [accounts]
 * @throws RangeError when a row or the horizon is broken
 */
export function scoreTableOf(
  columns: LogColumns,
  accounts: readonly string[],
  horizon: Horizon,
  options: number,
  seats: number,
): ScoreTable {
  const window = windowOf(horizon);
  const totals = totalsOfLog(columns, accounts.length, window, options, seats);
  const known = window.length > 0 ? Math.max(0, window.until - window.from) / window.length : 0;
  return { options, seats, known, accounts, totals };
}

/**
 * Scores of every account of a table for one outcome, official or assumed.
 *
 * @param outcome whether each option came true, any number of them, shape [options]
 * @returns one entry per account, in order of first appearance
 * @throws RangeError when the outcome has another shape
 */
export function scoresFor(table: ScoreTable, outcome: readonly boolean[]): AccountScore[] {
  assertOutcome(outcome, table.options);
  return table.accounts.map((account, index) => ({ account, ...scoresOf(table.totals, index, outcome) }));
}

/**
 * The scoring window. It is empty when the close is unknown and the result was known before the opening; then no forecast
 * counts.
 *
 * @throws RangeError when a time is not finite or the close does not come after the opening
 */
export function windowOf({ opensAt, closesAt, knownAt }: Horizon): Window {
  const end = closesAt ?? knownAt;
  if (!Number.isFinite(opensAt) || !Number.isFinite(end) || Number.isNaN(knownAt)) {
    throw new RangeError('a horizon is made of finite times');
  }
  if (closesAt !== null && closesAt <= opensAt) throw new RangeError('a question closes after it opens');
  return { from: opensAt, until: Math.min(end, knownAt), length: end - opensAt };
}

/**
 * Scores of the even forecast, had it stood all the time until the result was known: baseline 0, and as much below (above) the pool as the
 * pool's mean is above (below) 0. It need not be whole permille, so it cannot be a row of the log.
 *
 * @param outcome shape [options]
 * @throws RangeError when the outcome has another shape
 */
export function evenScoreFor(
  table: ScoreTable,
  outcome: readonly boolean[],
): Pick<Scores, 'baseline' | 'peer' | 'coverage'> {
  assertOutcome(outcome, table.options);
  const { poolMean } = table.totals;
  const mean = outcome.reduce((sum, cameTrue, i) => sum + (cameTrue ? poolMean[i + 1]! : 0), poolMean[0]!);
  return { baseline: 0, peer: mean === 0 ? 0 : -mean, coverage: table.known };
}

/**
 * @throws RangeError unless there is one answer per option
 */
export function assertOutcome(outcome: readonly boolean[], options: number): void {
  if (outcome.length === options && outcome.every((answer) => typeof answer === 'boolean')) return;
  throw new RangeError(`an outcome is ${options} answers, true or false`);
}
