import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastsOf, shapes } from '../../../tests/vectors/arbitraries.ts';
import { referenceScores } from '../../../tests/vectors/reference-scores.ts';
import { scoresFor, scoreTable, scoreTableOf, type Horizon, type LogRow } from './scores.ts';
import { even } from './seats.ts';

const FIRST = [true, false];
const horizonOfTen: Horizon = { opensAt: 0, closesAt: 10, knownAt: 10 };

/** A random log with few distinct times, so that equal times, withdrawals and lone forecasters are common. */
const logs = shapes(6).chain(({ options, seats }) => {
  const rows = fc.array(
    fc.record({
      account: fc.integer({ min: 0, max: 7 }),
      madeAt: fc.integer({ min: -5, max: 45 }),
      permille: fc.option(forecastsOf(options, seats), { freq: 4 }),
    }),
    { maxLength: 30 },
  );
  return fc.record({
    options: fc.constant(options),
    seats: fc.constant(seats),
    outsiders: fc.integer({ min: 0, max: 7 }),
    rows,
    closesAt: fc.option(fc.integer({ min: 1, max: 40 })),
    knownAt: fc.integer({ min: -2, max: 45 }),
    outcome: fc.array(fc.boolean(), { minLength: options, maxLength: options }),
  });
});

describe('the score table', () => {
  it('equals scores computed instant by instant, and peer scores sum to 0 (2,000 logs)', () => {
    fc.assert(
      fc.property(logs, ({ options, seats, outsiders, rows: drawn, closesAt, knownAt, outcome }) => {
        const rows: LogRow[] = drawn
          .toSorted((a, b) => a.madeAt - b.madeAt)
          .map((each) => ({ ...each, account: `a${each.account}`, outside: each.account < outsiders - 4 }));
        const horizon = { opensAt: 0, closesAt, knownAt };
        const scores = scoresFor(scoreTable(rows, horizon, options, seats), outcome);
        const expected = referenceScores(rows, horizon, outcome, seats);
        expect(scores.map((score) => score.account)).toEqual(expected.map((score) => score.account));
        let sum = 0;
        scores.forEach((score, i) => {
          const other = expected[i]!;
          for (const key of ['baseline', 'peer', 'coverage'] as const) {
            expect(Math.abs(score[key] - other[key]), key).toBeLessThan(1e-9);
          }
          expect(score.brier === null).toBe(other.brier === null);
          expect(Math.abs((score.brier ?? 0) - (other.brier ?? 0))).toBeLessThan(1e-9);
          if (!rows.find((each) => each.account === score.account)!.outside) sum += score.peer;
        });
        expect(Math.abs(sum)).toBeLessThan(1e-9);
      }),
      { numRuns: 2000 },
    );
  });

  it('stays exact over a long log with many forecasts and withdrawals', () => {
    const rows: LogRow[] = [];
    for (let i = 0; i < 60_000; i++) {
      const withdraws = i % 3 === 2 || i >= 50_000;
      rows.push({
        account: `a${(i * 7919) % 5003}`,
        madeAt: i,
        permille: withdraws ? null : [1 + (i % 999), 999 - (i % 999)],
      });
    }
    const last: LogRow = { account: 'last', madeAt: 60_000, permille: [500, 500] };
    const table = scoreTable([...rows, last], { opensAt: 0, closesAt: 70_000, knownAt: 70_000 }, 2, 1);
    const scores = scoresFor(table, FIRST);
    expect(Math.abs(scores.reduce((sum, score) => sum + score.peer, 0))).toBeLessThan(1e-9);
  });

  it('is the same from rows and from columns', () => {
    const columns = {
      account: [0, 1, 0],
      madeAt: [0, 2, 4],
      permille: [800, 200, 300, 700, 0, 0],
      outside: [0, 1, 0],
    };
    const rows: LogRow[] = [
      { account: 'a', madeAt: 0, permille: [800, 200] },
      { account: 'b', madeAt: 2, permille: [300, 700], outside: true },
      { account: 'a', madeAt: 4, permille: null },
    ];
    const horizon = { opensAt: 0, closesAt: 10, knownAt: 8 };
    expect(scoresFor(scoreTableOf(columns, ['a', 'b'], horizon, 2, 1), FIRST)).toEqual(
      scoresFor(scoreTable(rows, horizon, 2, 1), FIRST),
    );
  });

  it('gives the rounded even forecast a score near 0', () => {
    const rows = [{ account: 'even', madeAt: 0, permille: even(3, 2), outside: true }];
    const [score] = scoresFor(scoreTable(rows, horizonOfTen, 3, 2), [true, true, false]);
    expect(Math.abs(score!.baseline)).toBeLessThan(1);
  });

  it.each([
    ['a wrong sum', [{ account: 'a', madeAt: 0, permille: [500, 501] }], horizonOfTen],
    ['another shape', [{ account: 'a', madeAt: 0, permille: [500, 300, 200] }], horizonOfTen],
    ['an option too many', [{ account: 'a', madeAt: 0, permille: [500, 500, 1] }], horizonOfTen],
    ['no permille at all', [{ account: 'a', madeAt: 0, permille: [0, 0] }], horizonOfTen],
    ['a fraction of a permille', [{ account: 'a', madeAt: 0, permille: [500.5, 499.5] }], horizonOfTen],
    ['a row without a time', [{ account: 'a', madeAt: NaN, permille: [500, 500] }], horizonOfTen],
    ['a horizon without an opening', [], { ...horizonOfTen, opensAt: NaN }],
    ['neither close nor result', [], { ...horizonOfTen, closesAt: null, knownAt: Infinity }],
    ['a result that is not a time', [], { ...horizonOfTen, knownAt: NaN }],
    ['a close before the opening', [], { ...horizonOfTen, closesAt: -1 }],
    ['a close at the opening', [], { ...horizonOfTen, closesAt: 0 }],
  ])('refuses %s', (_, rows, horizon) => {
    expect(() => scoreTable(rows, horizon, 2, 1)).toThrow(RangeError);
  });

  it('rejects invalid columns and outcomes', () => {
    const one = { account: [0], madeAt: [0], permille: [800, 200] };
    const table = scoreTableOf(one, ['a'], horizonOfTen, 2, 1);
    for (const account of [1, -1, 0.5]) {
      expect(() => scoreTableOf({ ...one, account: [account] }, ['a'], horizonOfTen, 2, 1)).toThrow(
        RangeError,
      );
    }
    expect(() => scoreTableOf({ ...one, permille: [0, -5] }, ['a'], horizonOfTen, 2, 1)).toThrow(RangeError);
    expect(() => scoreTableOf({ ...one, permille: [5, -5] }, ['a'], horizonOfTen, 2, 1)).toThrow(RangeError);
    expect(() => scoreTableOf({ ...one, permille: [0, 500, 500] }, ['a'], horizonOfTen, 3, 1)).toThrow(
      RangeError,
    );
    expect(() => scoreTableOf({ ...one, permille: [1000, 999, 1] }, ['a'], horizonOfTen, 3, 2)).toThrow(
      RangeError,
    );
    expect(() => scoreTableOf({ ...one, permille: [800] }, ['a'], horizonOfTen, 2, 1)).toThrow(RangeError);
    expect(() => scoresFor(table, [true])).toThrow(RangeError);
    expect(() => scoresFor(table, [true, 'no' as unknown as boolean])).toThrow(RangeError);
    expect(() => scoreTable([], horizonOfTen, 2, 2)).toThrow(RangeError);
  });
});
