// Score lines: points of each forecast of a log per option for the time it stood, for one outcome. An account's lines sum
// to its scores in scores.ts, which handles all outcomes at once but keeps no lines.

import { addTo, totalAt, totalsOf, type Totals } from './compensated.ts';
import { optionPoints } from './option-points.ts';
import { assertOutcome, windowOf, type Horizon, type LogRow } from './scores.ts';
import { assertForecast, assertSeats } from './seats.ts';

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

interface Standing {
  row: number;
  from: number;
  points: number[];
  isOutside: boolean;
  /** Values of the running integrals at its start: of its own weight, then of the others' points per option. */
  begun: number[];
}

interface Sweep {
  readonly length: number;
  readonly standing: Map<string, Standing>;
  /** Sum of the pool's points of each option. */
  readonly sums: Totals;
  pool: number;
  /** ∫ N/(N−1), then ∫ S_i/(N−1) of each option: for those in the pool. */
  readonly inside: Totals;
  /** ∫ 1 while there is a pool, then ∫ S_i/N: for those outside it. */
  readonly outside: Totals;
  now: number;
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
  assertSeats(options, seats);
  assertOutcome(outcome, options);
  const window = windowOf(horizon);
  const sweep: Sweep = {
    length: window.length,
    standing: new Map(),
    sums: totalsOf(options),
    pool: 0,
    inside: totalsOf(options + 1),
    outside: totalsOf(options + 1),
    now: window.from,
  };
  const lines: ScoreLine[] = [];
  const end = (account: string) => {
    const line = endOf(sweep, account);
    if (line) lines.push(line);
  };
  if (window.until <= window.from) return lines;
  rows.forEach(({ account, madeAt, permille, outside = false }, row) => {
    if (madeAt >= window.until) return;
    advance(sweep, madeAt);
    end(account);
    if (permille === null) return;
    assertForecast(permille, options, seats);
    const points = permille.map((p, i) => optionPoints(p, outcome[i]!, options, seats));
    begin(sweep, account, { row, from: sweep.now, points, isOutside: outside, begun: [] });
  });
  advance(sweep, window.until);
  for (const account of [...sweep.standing.keys()]) end(account);
  return lines;
}

function advance(sweep: Sweep, to: number): void {
  if (to <= sweep.now) return;
  const { pool, sums, inside, outside } = sweep;
  const share = (to - sweep.now) / sweep.length;
  sweep.now = to;
  const options = sums.length / 2;
  if (pool >= 1) {
    addTo(outside, 0, share);
    for (let i = 0; i < options; i++) addTo(outside, i + 1, (totalAt(sums, i) * share) / pool);
  }
  if (pool >= 2) {
    addTo(inside, 0, (share * pool) / (pool - 1));
    for (let i = 0; i < options; i++) addTo(inside, i + 1, (totalAt(sums, i) * share) / (pool - 1));
  }
}

function begin(sweep: Sweep, account: string, forecast: Standing): void {
  const integrals = forecast.isOutside ? sweep.outside : sweep.inside;
  forecast.begun = [0, ...forecast.points].map((_, j) => totalAt(integrals, j));
  sweep.standing.set(account, forecast);
  if (forecast.isOutside) return;
  sweep.pool++;
  forecast.points.forEach((points, i) => addTo(sweep.sums, i, points));
}

/** Ends an account's standing forecast. @returns its score line; null when none stood, or for zero time */
function endOf(sweep: Sweep, account: string): ScoreLine | null {
  const forecast = sweep.standing.get(account);
  if (!forecast) return null;
  sweep.standing.delete(account);
  const { row, from, points, isOutside, begun } = forecast;
  if (!isOutside) {
    sweep.pool--;
    points.forEach((own, i) => addTo(sweep.sums, i, -own));
    if (sweep.pool === 0) sweep.sums.fill(0);
  }
  if (sweep.now === from) return null;
  const integrals = isOutside ? sweep.outside : sweep.inside;
  const weight = totalAt(integrals, 0) - begun[0]!;
  const share = (sweep.now - from) / sweep.length;
  return {
    row,
    from,
    until: sweep.now,
    baseline: points.map((own) => own * share),
    peer: points.map((own, i) => own * weight - (totalAt(integrals, i + 1) - begun[i + 1]!)),
  };
}
