// Scoring engine: one sweep over a log gives the points of every forecast for the time it stood. Scores for any outcome
// (scores.ts) and score lines (score-lines.ts) differ only in the terms that they split points into and in what they do
// with each stretch. Columnar, without logarithms or allocations per row: O(rows × options), for millions of rows.
//
// With N(t) forecasts standing in the pool and S_j(t) the sum of their points for term j, the peer points of one in the
// pool that stands on [a, b) with points g_j are ∫ g_j·N/(N−1) − S_j/(N−1) dt; of one outside it, ∫ g_j − S_j/N dt. So
// running integrals of N/(N−1) and S_j/(N−1), and of 1 and S_j/N, read at a and b, cost each forecast O(options).

import { addTo, totalAt, totalsOf, type Totals } from './compensated.ts';
import type { Terms } from './option-points.ts';
import { isForecastAt } from './seats.ts';

/** A log in `seq` order, one entry per row. */
export interface LogColumns {
  /** Index of the account, 0..accounts−1. */
  readonly account: ArrayLike<number>;
  /** Milliseconds since the epoch. */
  readonly madeAt: ArrayLike<number>;
  /** Permille, options entries per row; a row of zeros is a withdrawal. */
  readonly permille: ArrayLike<number>;
  /** 1 where the row is outside the pool; absent when none is. */
  readonly outside?: ArrayLike<number>;
}

/** Scoring window in ms: forecasts count while they stand in [from, until), weighted by their share of `length`. */
export interface Window {
  readonly from: number;
  readonly until: number;
  readonly length: number;
}

/** The time for which one forecast stood, and its points. The object and its arrays are reused for the next stretch. */
export interface Stretch {
  readonly account: number;
  /** Index of the forecast in the log. */
  readonly row: number;
  /** Ms since the epoch: it stood on [from, until), which is never empty. */
  readonly from: number;
  readonly until: number;
  /** Its length as a share of the window's. */
  readonly share: number;
  /** Points at every instant of the stretch, shape [terms]. */
  readonly points: Float64Array;
  /** Peer points averaged over the window's length, shape [terms]. */
  readonly peer: Float64Array;
}

/** State of the sweep before the next row. */
interface Sweep {
  readonly columns: LogColumns;
  readonly options: number;
  readonly terms: Terms;
  readonly length: number;
  /** S_j for each term j. */
  readonly sums: Totals;
  /** N. */
  pool: number;
  /** Per block (pool, outside): the integral for each term, then the one that multiplies a forecast's own points. */
  readonly integrals: Totals;
  /** Per account: its standing row + 1 (0 for none), since when it counts (ms), and its block's integrals then. */
  readonly standing: Float64Array;
  readonly stretch: { -readonly [Key in keyof Stretch]: Stretch[Key] };
  now: number;
}

const POOL = 0;
const OUTSIDE = 1;

/**
 * Sweeps a log and visits the stretch of every forecast that counted, ordered by end time. A row counts from the latest
 * timestamp up to and including its own, so that clock skew never reorders the log; a row before the window counts from
 * its start, a row at or after its end does not count.
 *
 * @param accounts how many there are
 * @returns the pool's mean points while there was a pool, averaged over the window's length, shape [terms]
 * @throws RangeError when a time is not finite, an account is out of range or a forecast is broken
 */
export function sweepLog(
  columns: LogColumns,
  accounts: number,
  window: Window,
  terms: Terms,
  visit: (stretch: Stretch) => void,
): Float64Array {
  const { options, count } = terms;
  const [points, peer] = [new Float64Array(count), new Float64Array(count)];
  const sweep: Sweep = {
    columns,
    options,
    terms,
    length: window.length,
    sums: totalsOf(count),
    pool: 0,
    integrals: totalsOf(2 * (count + 1)),
    standing: new Float64Array(accounts * (count + 3)),
    stretch: { account: 0, row: 0, from: 0, until: 0, share: 0, points, peer },
    now: window.from,
  };
  for (let row = 0; row < columns.account.length; row++) {
    assertRow(columns, row, accounts, terms);
    const madeAt = columns.madeAt[row]!;
    if (madeAt >= window.until || window.until <= window.from) continue;
    advance(sweep, madeAt);
    const account = columns.account[row]!;
    end(sweep, account, visit);
    if (columns.permille[row * options]! !== 0) begin(sweep, account, row);
  }
  advance(sweep, window.until);
  for (let account = 0; account < accounts; account++) end(sweep, account, visit);
  return points.map((_, j) => totalAt(sweep.integrals, count + 1 + j));
}

/** Advances the running integrals to a later time. */
function advance(sweep: Sweep, to: number): void {
  if (to <= sweep.now) return;
  const { pool, sums, integrals } = sweep;
  const { count } = sweep.terms;
  const share = (to - sweep.now) / sweep.length;
  sweep.now = to;
  if (pool >= 2) {
    const perOther = share / (pool - 1);
    for (let j = 0; j < count; j++) addTo(integrals, j, totalAt(sums, j) * perOther);
    addTo(integrals, count, perOther * pool);
  }
  if (pool >= 1) {
    const block = count + 1;
    for (let j = 0; j < count; j++) addTo(integrals, block + j, (totalAt(sums, j) * share) / pool);
    addTo(integrals, block + count, share);
  }
}

/** Makes a row the account's standing forecast. */
function begin(sweep: Sweep, account: number, row: number): void {
  const { columns, options, terms, standing, integrals, stretch } = sweep;
  const { count } = terms;
  const at = account * (count + 3);
  const block = blockOf(columns, row);
  standing[at] = row + 1;
  standing[at + 1] = sweep.now;
  for (let j = 0; j <= count; j++) standing[at + 2 + j] = totalAt(integrals, block * (count + 1) + j);
  if (block === OUTSIDE) return;
  terms.write(columns.permille, row * options, stretch.points);
  for (let j = 0; j < count; j++) addTo(sweep.sums, j, stretch.points[j]!);
  sweep.pool++;
}

/** Ends an account's standing forecast, if any, and visits its stretch. */
function end(sweep: Sweep, account: number, visit: (stretch: Stretch) => void): void {
  const { columns, options, terms, standing, integrals, stretch } = sweep;
  const { points, peer } = stretch;
  const { count } = terms;
  const at = account * (count + 3);
  const row = standing[at]! - 1;
  if (row < 0) return;
  standing[at] = 0;
  const block = blockOf(columns, row);
  const first = block * (count + 1);
  terms.write(columns.permille, row * options, points);
  if (block === POOL) {
    for (let j = 0; j < count; j++) addTo(sweep.sums, j, -points[j]!);
    sweep.pool--;
    if (sweep.pool === 0) sweep.sums.fill(0); // drops the rounding error with the last forecast
  }
  stretch.from = standing[at + 1]!;
  if (stretch.from === sweep.now) return;
  const own = totalAt(integrals, first + count) - standing[at + 2 + count]!;
  for (let j = 0; j < count; j++) {
    peer[j] = points[j]! * own - (totalAt(integrals, first + j) - standing[at + 2 + j]!);
  }
  stretch.account = account;
  stretch.row = row;
  stretch.until = sweep.now;
  stretch.share = (sweep.now - stretch.from) / sweep.length;
  visit(stretch);
}

function blockOf(columns: LogColumns, row: number): typeof POOL | typeof OUTSIDE {
  return columns.outside?.[row] ? OUTSIDE : POOL;
}

function assertRow(columns: LogColumns, row: number, accounts: number, { options, seats }: Terms): void {
  const account = columns.account[row]!;
  if (!Number.isInteger(account) || account < 0 || account >= accounts)
    throw new RangeError(`row ${row}: no account ${account}`);
  if (!Number.isFinite(columns.madeAt[row])) throw new RangeError(`row ${row}: not a time`);
  if (isForecastAt(columns.permille, row * options, options, seats)) return;
  for (let i = row * options; i < (row + 1) * options; i++) {
    if (columns.permille[i] !== 0)
      throw new RangeError(`row ${row}: not a forecast of ${options} options and ${seats} seats`);
  }
}
