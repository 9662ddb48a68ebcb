import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/scores.json' with { type: 'json' };
import { forecasts, forecastsOf } from '../../../tests/vectors/arbitraries.ts';
import { baselineScore, evenScoreFor, scoresFor, scoreTable, type Horizon, type LogRow } from './scores.ts';

describe('baselineScore', () => {
  it.each(vectors.baselineBinary)('of $p on one of two is $score', ({ p, score }) => {
    expect(baselineScore([1000 * p, 1000 * (1 - p)], [true, false], 1)).toBeCloseTo(score, 7);
  });

  it.each([
    ['even odds', [400, 400, 400, 400, 400], [true, true, false, false, false], 2, 0],
    ['even odds, one survivor too many', [400, 400, 400, 400, 400], [true, true, true, false, false], 2, 0],
    ['even odds, none', [400, 400, 400, 400, 400], [false, false, false, false, false], 2, 0],
    ['exact thirds', [1000 / 3, 1000 / 3, 1000 / 3], [false, true, false], 1, 0],
    ['75 · 75 · 50, both', [750, 750, 500], [true, true, false], 2, 33.5699],
    ['75 · 75 · 50, one', [750, 750, 500], [true, false, true], 2, -23.9629],
    ['nearly certain and right', [999, 999, 1, 1], [true, true, false, false], 2, 99.8557],
  ])('%s', (_, permille, outcome, seats, score) => {
    expect(baselineScore(permille, outcome, seats)).toBeCloseTo(score, 4);
  });

  it('is 0 for exactly even odds, whatever comes true', () => {
    fc.assert(
      fc.property(forecasts(), ({ seats, permille }) => {
        const n = permille.length;
        const exactlyEven = Array<number>(n).fill((1000 * seats) / n);
        const outcome = permille.map((p) => p % 2 === 0);
        expect(baselineScore(exactlyEven, outcome, seats)).toBeCloseTo(0, 9);
      }),
    );
  });

  it('is proper: the true probabilities maximise the expected score (10,000 cases)', () => {
    const pairs = forecasts(8).chain(({ seats, permille }) =>
      fc.record({
        seats: fc.constant(seats),
        truth: fc.constant(permille),
        other: forecastsOf(permille.length, seats),
      }),
    );
    const expected = (forecast: readonly number[], truth: readonly number[], seats: number) => {
      const n = truth.length;
      const all = baselineScore(forecast, Array<boolean>(n).fill(true), seats);
      return truth.reduce((sum, p, i) => {
        const without = Array.from({ length: n }, (_, j) => j !== i);
        return sum - (1 - p / 1000) * (all - baselineScore(forecast, without, seats));
      }, all);
    };
    fc.assert(
      fc.property(pairs, ({ seats, truth, other }) => {
        expect(expected(other, truth, seats)).toBeLessThanOrEqual(expected(truth, truth, seats) + 1e-9);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['shapes that differ', [500, 500], [true], 1],
    ['a wrong sum', [500, 501], [true, false], 1],
    ['certainty', [1000, 0], [true, false], 1],
    ['not a number', [NaN, 500], [true, false], 1],
    ['no seats', [500, 500], [true, false], 0],
    ['one option', [500], [true], 1],
  ])('refuses %s', (_, permille, outcome, seats) => {
    expect(() => baselineScore(permille, outcome, seats)).toThrow(RangeError);
  });
});

const DAY = 24 * 3600 * 1000;
const tenDays: Horizon = { opensAt: 0, closesAt: 10 * DAY, knownAt: 10 * DAY };
const FIRST = [true, false];

/** A row on one of two, from a probability of the first. */
const row = (account: string, day: number, p: number | null, outside = false): LogRow => ({
  account,
  madeAt: day * DAY,
  permille: p === null ? null : [Math.round(1000 * p), Math.round(1000 - 1000 * p)],
  ...(outside && { outside }),
});

/** Scores on one of two where the first came true, by account. */
function scored(rows: readonly LogRow[], horizon = tenDays) {
  const scores = scoresFor(scoreTable(rows, horizon, 2, 1), FIRST);
  return Object.fromEntries(scores.map((score) => [score.account, score]));
}

const points = (p: number) => 100 * (1 + Math.log2(p));

describe('scores of a log', () => {
  it.each(vectors.baselineBinaryTimed)(
    'a forecast of $p from day $fromDay',
    ({ p, fromDay, score, coverage }) => {
      const { a } = scored([row('a', fromDay, p)]);
      expect(a!.baseline).toBeCloseTo(score, 7);
      expect(a!.coverage).toBeCloseTo(coverage, 12);
      expect(a!.peer).toBe(0);
    },
  );

  it.each(vectors.metaculusPeerBinary)('peer scores of $p are Metaculus’s over ln 2', ({ p, peer }) => {
    const scores = scored(p.map((each, i) => row(String(i), 0, each)));
    peer.forEach((expected, i) => expect(scores[i]!.peer).toBeCloseTo(expected / Math.LN2, 6));
  });

  it.each(vectors.metaculusPeerBinaryTimed)('timed peer scores too', ({ forecasts, peer }) => {
    const scores = scored(forecasts.map(({ p, fromDay }, i) => row(String(i), fromDay, p)));
    peer.forEach((expected, i) => expect(scores[i]!.peer).toBeCloseTo(expected / Math.LN2, 6));
  });

  it('average over the whole horizon, including the part without a forecast', () => {
    const { a } = scored([row('a', 2, 0.5), row('a', 4, 0.8), row('a', 7, null)]);
    expect(a!.baseline).toBeCloseTo(0.3 * points(0.8), 9);
    expect(a!.coverage).toBeCloseTo(0.5, 12);
    expect(a!.brier).toBeCloseTo((0.2 * 0.25 + 0.3 * 0.04) / 0.5, 12);
  });

  it('count a forecast placed before the opening from the opening', () => {
    expect(scored([row('a', -3, 0.8)]).a).toMatchObject({ coverage: 1 });
  });

  it('do not depend on when the horizon is', () => {
    const later = { opensAt: 100 * DAY, closesAt: 110 * DAY, knownAt: 110 * DAY };
    const shifted = scored([row('a', 102, 0.8), row('b', 105, 0.6)], later);
    expect(shifted.a!.coverage).toBeCloseTo(0.8, 12);
    expect(shifted.a!.baseline).toBeCloseTo(0.8 * points(0.8), 9);
    expect(shifted.b!.peer).toBeCloseTo(0.5 * (points(0.6) - points(0.8)), 9);
  });

  it('ignore forecasts placed after the result was known', () => {
    const early = { ...tenDays, knownAt: 4 * DAY };
    const { a, b, c } = scored(
      [row('a', 0, 0.8), row('b', 4, 0.99), row('a', 4, null), row('c', 9, 0.9)],
      early,
    );
    expect(a!.baseline).toBeCloseTo(0.4 * points(0.8), 9);
    expect(a!.coverage).toBeCloseTo(0.4, 12);
    expect(b).toEqual({ account: 'b', baseline: 0, peer: 0, coverage: 0, brier: null });
    expect(c!.brier).toBeNull();
  });

  it('end at the result when the close is unknown', () => {
    const open = { opensAt: 0, closesAt: null, knownAt: 4 * DAY };
    expect(scored([row('a', 1, 0.8)], open).a!.baseline).toBeCloseTo(0.75 * points(0.8), 9);
  });

  it('end at the close when the result came later', () => {
    const late = { ...tenDays, knownAt: 99 * DAY };
    expect(scored([row('a', 5, 0.8), row('b', 11, 0.8)], late)).toMatchObject({
      a: { coverage: 0.5 },
      b: { coverage: 0 },
    });
  });

  it('count standing forecasts to the close with knownAt Infinity', () => {
    const { a } = scored([row('a', 5, 0.8)], { ...tenDays, knownAt: Infinity });
    expect(a!.baseline).toBeCloseTo(0.5 * points(0.8), 9);
  });

  it('are all 0 when the result was known before the opening', () => {
    for (const closesAt of [null, 10 * DAY]) {
      const { a } = scored([row('a', -2, 0.8), row('a', 1, 0.9)], { opensAt: 0, closesAt, knownAt: -DAY });
      expect(a).toEqual({ account: 'a', baseline: 0, peer: 0, coverage: 0, brier: null });
    }
  });

  it('use the later of two rows with equal timestamps', () => {
    expect(scored([row('a', 0, 0.1), row('a', 0, 0.8)]).a!.baseline).toBeCloseTo(points(0.8), 9);
    expect(scored([row('a', 0, 0.8), row('a', 0, null)]).a!.coverage).toBe(0);
  });

  it('are monotone in time: a row with an earlier timestamp counts from the latest one before it', () => {
    const { a, b } = scored([row('b', 5, 0.5), row('a', 4, 0.8)]);
    expect(a!.coverage).toBeCloseTo(0.5, 12);
    expect(a!.peer).toBeCloseTo(0.5 * points(0.8), 9);
    expect(b!.peer).toBeCloseTo(-a!.peer, 9);
  });

  it('compare a row outside the pool with the pool, and the pool only with itself', () => {
    const { a, b, author } = scored([row('author', 0, 0.9, true), row('a', 5, 0.5), row('b', 5, 0.8)]);
    expect(author!.peer).toBeCloseTo(0.5 * (points(0.9) - (points(0.5) + points(0.8)) / 2), 9);
    expect(a!.peer).toBeCloseTo(0.5 * (points(0.5) - points(0.8)), 9);
    expect(a!.peer + b!.peer).toBeCloseTo(0, 12);
  });

  it('compare a lone forecaster with nobody', () => {
    expect(scored([row('a', 0, 0.9)]).a!.peer).toBe(0);
    expect(scored([row('author', 0, 0.9, true)]).author!.peer).toBe(0);
  });

  it('list accounts in order of first appearance', () => {
    expect(Object.keys(scored([row('z', 1, 0.5), row('b', 2, 0.5), row('z', 3, 0.4)]))).toEqual(['z', 'b']);
    expect(scored([])).toEqual({});
  });

  it('are defined for more and for fewer survivors than seats', () => {
    const rows = [{ account: 'a', madeAt: 0, permille: [800, 700, 500] }];
    const table = scoreTable(rows, tenDays, 3, 2);
    for (const outcome of [
      [true, true, true],
      [true, false, false],
      [false, false, false],
    ]) {
      expect(scoresFor(table, outcome)[0]!.baseline).toBeCloseTo(
        baselineScore([800, 700, 500], outcome, 2),
        9,
      );
    }
  });
});

describe('evenScoreFor', () => {
  const even = (rows: readonly LogRow[]) => evenScoreFor(scoreTable(rows, tenDays, 2, 1), FIRST).peer;

  it('equals the score of an even forecast outside the pool', () => {
    const rows = [row('even', 0, 0.5, true), row('a', 2, 0.8), row('b', 5, 0.3), row('a', 7, null)];
    expect(even(rows)).toBeCloseTo(scored(rows).even!.peer, 9);
    expect(even(rows.slice(1))).toBeCloseTo(scored(rows).even!.peer, 9);
  });

  it('is 0 without forecasts', () => {
    expect(even([])).toBe(0);
  });

  it.each([
    ['a result at the close', tenDays, 1],
    ['a result after the close', { ...tenDays, knownAt: 12 * DAY }, 1],
    ['a result before the close', { ...tenDays, knownAt: 4 * DAY }, 0.4],
    ['a result where the close is unknown', { opensAt: 0, closesAt: null, knownAt: 4 * DAY }, 1],
    ['a result before the opening', { ...tenDays, knownAt: -DAY }, 0],
    [
      'a result before the opening where the close is unknown',
      { opensAt: 0, closesAt: null, knownAt: -DAY },
      0,
    ],
  ])('has stood until %s', (_, horizon, coverage) => {
    expect(evenScoreFor(scoreTable([], horizon, 2, 1), FIRST)).toEqual({ baseline: 0, peer: 0, coverage });
  });

  it('rejects an outcome of another shape', () => {
    expect(() => evenScoreFor(scoreTable([], tenDays, 2, 1), [true])).toThrow(RangeError);
  });
});
