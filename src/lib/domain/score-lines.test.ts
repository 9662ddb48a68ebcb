import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastsOf, shapes } from '../../../tests/vectors/arbitraries.ts';
import { visitScoreLines } from './score-lines.ts';
import { columnsOf, scoresFor, scoreTable, type Horizon, type LogRow } from './scores.ts';

const DAY = 24 * 60 * 60 * 1000;
const tenDays: Horizon = { opensAt: 0, closesAt: 10 * DAY, knownAt: 10 * DAY };
const points = (p: number) => 100 * (1 + Math.log2(p));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const row = (account: string, day: number, p: number | null, outside = false): LogRow => ({
  account,
  madeAt: day * DAY,
  permille: p === null ? null : [Math.round(1000 * p), Math.round(1000 - 1000 * p)],
  outside,
});
interface Line {
  row: number;
  from: number;
  until: number;
  baseline: number[];
  peer: number[];
}

function scoreLines(
  rows: readonly LogRow[],
  horizon: Horizon,
  options: number,
  seats: number,
  outcome: readonly boolean[],
): Line[] {
  const { columns, accounts } = columnsOf(rows, options);
  const found: Line[] = [];
  visitScoreLines(columns, accounts.length, horizon, options, seats, outcome, (line) => {
    const { row, from, until, baseline, peer } = line;
    expect(accounts[line.account]).toBe(rows[row]!.account);
    found.push({ row, from, until, baseline: Array.from(baseline), peer: Array.from(peer) });
  });
  return found;
}
const lines = (rows: readonly LogRow[], horizon = tenDays) => scoreLines(rows, horizon, 2, 1, [true, false]);

describe('score lines', () => {
  it('hold the points of a forecast for the time it stood', () => {
    const [first, second] = lines([row('a', 2, 0.8), row('a', 6, 0.5)]);
    expect(first).toMatchObject({ row: 0, from: 2 * DAY, until: 6 * DAY });
    expect(sum(first!.baseline)).toBeCloseTo(0.4 * points(0.8), 9);
    expect(second).toMatchObject({ row: 1, from: 6 * DAY, until: 10 * DAY });
    expect(sum(second!.baseline)).toBeCloseTo(0, 9);
  });

  it('split the points by option: half each with two options', () => {
    const [a] = lines([row('a', 0, 0.8), row('b', 0, 0.6)]);
    expect(a!.baseline[0]).toBeCloseTo(points(0.8) / 2, 9);
    expect(a!.peer[1]).toBeCloseTo((points(0.8) - points(0.6)) / 2, 9);
  });

  it('omit forecasts that never counted: replaced at the same instant, or made after the result was known', () => {
    const early = { ...tenDays, knownAt: 4 * DAY };
    expect(
      lines([row('a', 1, 0.2), row('a', 1, 0.8), row('a', 4, null), row('b', 4, 0.9)], early),
    ).toMatchObject([{ row: 1, from: DAY, until: 4 * DAY }]);
  });

  it('begin at the opening, and are empty when the result was known before it', () => {
    expect(lines([row('a', -3, 0.8)])[0]).toMatchObject({ from: 0 });
    expect(lines([row('a', -3, 0.8)], { opensAt: 0, closesAt: null, knownAt: -DAY })).toEqual([]);
  });

  it('treat a row as in the pool by default', () => {
    const [a, b] = lines([
      { account: 'a', madeAt: 0, permille: [800, 200] },
      { account: 'b', madeAt: 0, permille: [600, 400] },
    ]);
    expect(sum(a!.peer)).toBeCloseTo(points(0.8) - points(0.6), 9);
    expect(sum(b!.peer)).toBeCloseTo(points(0.6) - points(0.8), 9);
  });

  it('compare a row outside the pool with the pool’s mean', () => {
    const author = lines([row('author', 0, 0.9, true), row('a', 5, 0.6)]).find((line) => line.row === 0);
    expect(sum(author!.peer)).toBeCloseTo(0.5 * (points(0.9) - points(0.6)), 9);
  });

  it('sum to the scores of every account, for any log, horizon and outcome', () => {
    const logs = shapes(5).chain(({ options, seats }) =>
      fc.record({
        seats: fc.constant(seats),
        rows: fc.array(
          fc.record({
            account: fc.constantFrom('a', 'b', 'c', 'd'),
            madeAt: fc.integer({ min: -3, max: 14 }),
            permille: fc.option(forecastsOf(options, seats), { freq: 5 }),
          }),
          { maxLength: 25 },
        ),
        outcome: fc.array(fc.boolean(), { minLength: options, maxLength: options }),
        closesAt: fc.option(fc.integer({ min: 1, max: 12 })),
        knownAt: fc.integer({ min: -1, max: 13 }),
      }),
    );
    fc.assert(
      fc.property(logs, ({ seats, rows, outcome, closesAt, knownAt }) => {
        const log = rows
          .toSorted((a, b) => a.madeAt - b.madeAt)
          .map((each) => ({ ...each, outside: each.account === 'd' }));
        const horizon = { opensAt: 0, closesAt, knownAt };
        const each = scoreLines(log, horizon, outcome.length, seats, outcome);
        const total = (account: string, of: (line: Line) => readonly number[]) =>
          sum(each.filter((line) => log[line.row]!.account === account).flatMap(of));
        for (const score of scoresFor(scoreTable(log, horizon, outcome.length, seats), outcome)) {
          expect(total(score.account, (line) => line.peer)).toBeCloseTo(score.peer, 8);
          expect(total(score.account, (line) => line.baseline)).toBeCloseTo(score.baseline, 8);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reject an invalid row, an outcome of another shape and invalid seats', () => {
    expect(() => lines([{ account: 'a', madeAt: 0, permille: [900, 200] }])).toThrow(RangeError);
    expect(() => scoreLines([], tenDays, 2, 1, [true])).toThrow(RangeError);
    expect(() => scoreLines([], tenDays, 2, 2, [true, false])).toThrow(RangeError);
  });
});
