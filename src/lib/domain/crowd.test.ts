import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecasts, forecastsOf, shapes } from '../../../tests/vectors/arbitraries.ts';
import { crowdOdds } from './crowd.ts';
import { balance, even, isForecast } from './seats.ts';

/** Crowds of one shape, oldest first. */
const crowds = (largest: number, maxOptions = 20) =>
  shapes(maxOptions).chain(({ options, seats }) =>
    fc.record({
      seats: fc.constant(seats),
      standing: fc.array(forecastsOf(options, seats), { minLength: 1, maxLength: largest }),
    }),
  );

/** Share of all weight that the i-th oldest of n forecasts has. */
function weightShare(i: number, n: number): number {
  const weights = Array.from({ length: n }, (_, at) => Math.exp(Math.sqrt(at + 1) - Math.sqrt(n)));
  return weights[i - 1]! / weights.reduce((a, b) => a + b, 0);
}

const strength = (n: number) => (1.3 * n) / (n + 1);
const largestMove = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((p, j) => Math.abs(p - b[j]!)));

describe('crowdOdds', () => {
  it.each([
    ['one forecaster is shrunk: 0.65 · ln 4', [[800, 200]], true, [711, 289]],
    ['a clipped one: 0.65 · ln(97/3)', [[999, 1]], true, [905, 95]],
    [
      'two alike in weight: 1.3 · 2/3 · ln 4 / 2',
      [
        [800, 200],
        [500, 500],
      ],
      false,
      [646, 354],
    ],
    [
      'the newer one weighs more',
      [
        [800, 200],
        [500, 500],
      ],
      true,
      [617, 383],
    ],
    [
      'the older one weighs less',
      [
        [500, 500],
        [800, 200],
      ],
      true,
      [673, 327],
    ],
  ])('%s', (_, standing, recency, odds) => {
    expect(crowdOdds(standing, 1, recency)).toEqual(odds);
  });

  it('takes a large crowd that agrees further than its average', () => {
    expect(crowdOdds(Array<number[]>(100).fill([800, 200]), 1)[0]).toBeGreaterThan(800);
  });

  it('leaves even odds where everybody is even', () => {
    fc.assert(
      fc.property(shapes(), fc.integer({ min: 1, max: 300 }), ({ options, seats }, n) => {
        expect(crowdOdds(Array<number[]>(n).fill(even(options, seats)), seats)).toEqual(even(options, seats));
      }),
    );
  });

  it('is a forecast, the same every time, for any crowd', () => {
    fc.assert(
      fc.property(crowds(40), fc.boolean(), ({ seats, standing }, recency) => {
        const odds = crowdOdds(standing, seats, recency);
        expect(isForecast(odds, standing[0]!.length, seats)).toBe(true);
        expect(crowdOdds(standing, seats, recency)).toEqual(odds);
      }),
    );
  });

  it('permutes with the options, to 1 permille of rounding', () => {
    fc.assert(
      fc.property(crowds(20), ({ seats, standing }) => {
        const reversed = crowdOdds(
          standing.map((permille) => permille.toReversed()),
          seats,
        ).toReversed();
        expect(largestMove(crowdOdds(standing, seats), reversed)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keeps the order of options that every forecaster ranks alike', () => {
    const ranked = crowds(12).map(({ seats, standing }) => ({
      seats,
      standing: standing.map((permille) => permille.toSorted((a, b) => b - a)),
    }));
    fc.assert(
      fc.property(ranked, ({ seats, standing }) => {
        const odds = crowdOdds(standing, seats);
        odds.forEach((p, j) => expect(p <= (odds[j - 1] ?? 1000)).toBe(true));
      }),
    );
  });

  it('moves no further for one forecast than its weight allows', () => {
    const changes = crowds(40).chain(({ seats, standing }) =>
      fc.record({
        seats: fc.constant(seats),
        standing: fc.constant(standing),
        at: fc.nat({ max: standing.length - 1 }),
        replacement: forecastsOf(standing[0]!.length, seats),
      }),
    );
    fc.assert(
      fc.property(changes, ({ seats, standing, at, replacement }) => {
        const n = standing.length;
        const clip = 0.06 / replacement.length;
        const mean = 2 * Math.log((1 - clip) / clip) * weightShare(at + 1, n); // the bound on x_j
        const logOdds = 2 * strength(n) * mean; // the common shift moves by no more than x does
        const bound = 1000 * Math.tanh(logOdds / 4) + 2; // steepest at one half; two roundings
        const moved = crowdOdds(standing.with(at, replacement), seats);
        expect(largestMove(crowdOdds(standing, seats), moved)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 300 },
    );
  });

  it('moves by at most 2 permille where one of 20 or more moderate forecasts moves by 1', () => {
    const moderate = shapes(8).chain(({ options, seats }) => {
      const values = fc.array(fc.integer({ min: 200, max: 800 }), { minLength: options, maxLength: options });
      return fc.record({
        seats: fc.constant(seats),
        standing: fc.array(
          values.map((permille) => balance(permille, seats)),
          { minLength: 20, maxLength: 60 },
        ),
      });
    });
    fc.assert(
      fc.property(moderate, fc.nat(), fc.nat(), ({ seats, standing }, turn, option) => {
        const at = turn % standing.length;
        const before = standing[at]!;
        const up = option % before.length;
        const down = (up + 1) % before.length;
        const after = before.with(up, before[up]! + 1).with(down, before[down]! - 1);
        if (![before[up]!, before[down]!].every((p) => p >= 100 && p <= 900)) return;
        const moved = crowdOdds(standing.with(at, after), seats);
        expect(largestMove(crowdOdds(standing, seats), moved)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 200 },
    );
  });

  it('does not read forecasts without weight', () => {
    const standing = Array<number[]>(5000).fill([800, 200]);
    standing[0] = [];
    expect(crowdOdds(standing, 1)).toEqual(crowdOdds(standing.with(0, [1, 999]), 1));
    expect(() => crowdOdds(standing, 1, false)).toThrow(RangeError);
  });

  it('reads no more than about 55·√n rows', () => {
    const n = 10_000;
    let read = 0;
    const standing = new Proxy(Array<number[]>(n).fill([800, 200]), {
      get(rows, key, self) {
        if (typeof key === 'string' && /^\d+$/.test(key)) read++;
        return Reflect.get(rows, key, self) as unknown;
      },
    });
    crowdOdds(standing, 1);
    expect(read).toBeLessThanOrEqual(56 * Math.sqrt(n));
  });

  it.each([
    ['nobody', [], 1],
    [
      'mixed shapes',
      [
        [500, 500],
        [400, 300, 300],
      ],
      1,
    ],
    ['a wrong sum', [[500, 501]], 1],
    ['other seats', [[500, 500]], 2],
    ['not a number', [[NaN, 500]], 1],
  ])('refuses %s', (_, standing, seats) => {
    expect(() => crowdOdds(standing, seats)).toThrow(RangeError);
  });

  it('a crowd of one is drawn toward even odds', () => {
    fc.assert(
      fc.property(forecasts(), ({ seats, permille }) => {
        const odds = crowdOdds([permille], seats);
        const spread = (ps: readonly number[]) => Math.max(...ps) - Math.min(...ps);
        expect(spread(odds)).toBeLessThanOrEqual(spread(permille) + 1);
      }),
    );
  });
});
