// Scoring engine: one sweep over a log gives per account the totals from which the scores for any outcome are sums.
// Columnar, without logarithms or allocations per row: O(rows × options), for millions of rows.
//
// With N(t) forecasts standing in the pool and S_j(t) the sum of their points for term j (no option comes true; the gain of
// each option that does), the peer points of one that stands on [a, b) with points g_j are ∫ g_j·N/(N−1) − S_j/(N−1) dt; of
// one outside the pool, ∫ g_j − S_j/N dt. So running integrals of N/(N−1) and S_j/(N−1), and of 1 and S_j/N, read at a and
// b, cost each forecast O(options).

import {
  baselineAt,
  coverageAt,
  emptyTotals,
  probabilityAt,
  recordLength,
  sinceAt,
  squaredAt,
  standingAt,
  type AccountTotals,
} from './account-totals.ts';
import { addTo, totalAt, totalsOf, type Totals } from './compensated.ts';
import { pointsByPermille } from './option-points.ts';
import { MAX_PERMILLE, MIN_PERMILLE, SEAT } from './seats.ts';

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

/** State of the sweep before the next row. */
interface Sweep {
  readonly columns: LogColumns;
  /** By permille and answer, see `pointsByPermille`. */
  readonly points: Float64Array;
  readonly length: number;
  readonly totals: AccountTotals;
  /** S_j for each term j, and N. */
  readonly sums: Totals;
  pool: number;
  /** Per block (pool, outside): the integral for each j, then the one that multiplies a forecast's own points. */
  readonly integrals: Totals;
  now: number;
}

const POOL = 0;
const OUTSIDE = 1;

/**
 * Sweeps a log. A row counts from the latest timestamp up to and including its own, so that clock skew never reorders the
 * log; a row before the window counts from its start, a row at or after its end does not count.
 *
 * @throws RangeError when a time is not finite, an account is out of range or a forecast is broken
 */
export function sweepLog(
  columns: LogColumns,
  accounts: number,
  window: Window,
  options: number,
  seats: number,
): AccountTotals {
  const terms = options + 1;
  const sweep: Sweep = {
    columns,
    points: pointsByPermille(options, seats),
    length: window.length,
    totals: emptyTotals(accounts, options),
    sums: totalsOf(terms),
    pool: 0,
    integrals: totalsOf(2 * (terms + 1)),
    now: window.from,
  };
  for (let row = 0; row < columns.account.length; row++) {
    assertRow(columns, row, accounts, options, seats);
    const madeAt = columns.madeAt[row]!;
    if (madeAt >= window.until || window.until <= window.from) continue;
    advance(sweep, madeAt);
    const account = columns.account[row]!;
    end(sweep, account);
    if (columns.permille[row * options]! !== 0) begin(sweep, account, row);
  }
  advance(sweep, window.until);
  for (let account = 0; account < accounts; account++) end(sweep, account);
  const { totals, integrals } = sweep;
  totals.poolMean.forEach((_, j) => (totals.poolMean[j] = totalAt(integrals, terms + 1 + j)));
  return totals;
}

/** Advances the running integrals to a later time. */
function advance(sweep: Sweep, to: number): void {
  if (to <= sweep.now) return;
  const { pool, sums, integrals } = sweep;
  const terms = sweep.totals.options + 1;
  const share = (to - sweep.now) / sweep.length;
  sweep.now = to;
  if (pool >= 2) {
    const perOther = share / (pool - 1);
    for (let j = 0; j < terms; j++) addTo(integrals, j, totalAt(sums, j) * perOther);
    addTo(integrals, terms, perOther * pool);
  }
  if (pool >= 1) {
    const block = terms + 1;
    for (let j = 0; j < terms; j++) addTo(integrals, block + j, (totalAt(sums, j) * share) / pool);
    addTo(integrals, block + terms, share);
  }
}

/** Makes a row the account's standing forecast. */
function begin(sweep: Sweep, account: number, row: number): void {
  const { options, records } = sweep.totals;
  const start = account * recordLength(options);
  records[start + standingAt(options)] = row + 1;
  records[start + sinceAt(options)] = sweep.now;
  settle(sweep, start, row, 1);
}

/** Ends an account's standing forecast, if any, and adds its score to the account's totals. */
function end(sweep: Sweep, account: number): void {
  const { options, records } = sweep.totals;
  const start = account * recordLength(options);
  const row = records[start + standingAt(options)]! - 1;
  if (row < 0) return;
  records[start + standingAt(options)] = 0;
  settle(sweep, start, row, -1);
  const share = (sweep.now - records[start + sinceAt(options)]!) / sweep.length;
  const earned = start + baselineAt(options);
  let squared = 0;
  let nobody = 0;
  for (let i = 0; i < options; i++) {
    const permille = sweep.columns.permille[row * options + i]!;
    const probability = permille / SEAT;
    nobody += sweep.points[2 * permille]!;
    records[earned + 1 + i]! += sweep.points[2 * permille + 1]! * share;
    records[start + probabilityAt(options) + i]! += probability * share;
    squared += probability * probability;
  }
  records[earned]! += nobody * share;
  records[start + squaredAt(options)]! += squared * share;
  records[start + coverageAt(options)]! += share;
}

/** Adds a forecast to the pool (sign 1) or removes it (−1), and accounts for the running integrals at the current time. */
function settle(sweep: Sweep, start: number, row: number, sign: number): void {
  const { columns, points, sums, integrals } = sweep;
  const { options, records } = sweep.totals;
  const block = columns.outside?.[row] ? OUTSIDE : POOL;
  const first = block * (options + 2);
  const own = totalAt(integrals, first + options + 1);
  let nobody = 0;
  for (let i = 0; i < options; i++) {
    const permille = columns.permille[row * options + i]!;
    const gain = points[2 * permille + 1]!;
    nobody += points[2 * permille]!;
    records[start + 1 + i]! -= sign * (gain * own - totalAt(integrals, first + 1 + i));
    if (block === POOL) addTo(sums, 1 + i, sign * gain);
  }
  records[start]! -= sign * (nobody * own - totalAt(integrals, first));
  if (block === POOL) addTo(sums, 0, sign * nobody);
  if (block === OUTSIDE) return;
  sweep.pool += sign;
  if (sweep.pool === 0) sums.fill(0); // empty pool: reset accumulated rounding error
}

function assertRow(columns: LogColumns, row: number, accounts: number, options: number, seats: number): void {
  const account = columns.account[row]!;
  if (!Number.isInteger(account) || account < 0 || account >= accounts)
    throw new RangeError(`row ${row}: no account ${account}`);
  if (!Number.isFinite(columns.madeAt[row])) throw new RangeError(`row ${row}: not a time`);
  let sum = 0;
  let least = SEAT;
  let greatest = 0;
  let whole = true;
  for (let i = row * options; i < (row + 1) * options; i++) {
    const permille = columns.permille[i]!;
    sum += permille;
    least = Math.min(least, permille);
    greatest = Math.max(greatest, permille);
    whole &&= Number.isInteger(permille);
  }
  if (least === 0 && greatest === 0) return; // withdrawn
  if (whole && least >= MIN_PERMILLE && greatest <= MAX_PERMILLE && sum === SEAT * seats) return;
  throw new RangeError(`row ${row}: not a forecast of ${options} options and ${seats} seats`);
}
