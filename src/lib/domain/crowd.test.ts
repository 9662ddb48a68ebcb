import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecasts, forecastsOf, shapes } from '../../../tests/vectors/arbitraries.ts';
import { plainCrowd } from '../../../tests/vectors/plain-crowd.ts';
import { crowdOdds, type CrowdOptions } from './crowd.ts';
import { even, isForecast } from './seats.ts';

/** Crowds of one shape, oldest first. */
const crowds = (largest: number, maxOptions = 20) =>
  shapes(maxOptions).chain(({ options, seats }) =>
    fc.record({
      seats: fc.constant(seats),
      standing: fc.array(forecastsOf(options, seats), { minLength: 1, maxLength: largest }),
    }),
  );

const largestMove = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((p, j) => Math.abs(p - b[j]!)));

/** A crowd, and the same crowd after probability moved between two options of one forecast. */
const changes = (maxOptions: number, amounts: fc.Arbitrary<number>) =>
  fc
    .record({
      crowd: crowds(40, maxOptions),
      turn: fc.nat(),
      first: fc.nat(),
      second: fc.nat(),
      amount: amounts,
    })
    .map(({ crowd: { seats, standing }, turn, first, second, amount }) => {
      const at = turn % standing.length;
      const before = standing[at]!;
      const up = first % before.length;
      const down = (up + 1 + (second % (before.length - 1))) % before.length;
      const step = Math.min(amount, 999 - before[up]!, before[down]! - 1);
      const after = before.with(up, before[up]! + step).with(down, before[down]! - step);
      return { seats, standing, changed: standing.with(at, after), up };
    });

const EVEN = [500, 500];
const times = (n: number, permille: number[]) => Array<number[]>(n).fill(permille);

describe('crowdOdds', () => {
  it.each<[string, number[][], CrowdOptions, number[]]>([
    ['one forecaster is shrunk: 0.65 · ln 4', [[800, 200]], {}, [711, 289]],
    ['a clipped one: 0.65 · ln(97/3)', [[999, 1]], {}, [905, 95]],
    ['two alike in weight: 1.3 · 2/3 · ln 4 / 2', [[800, 200], EVEN], { recency: false }, [646, 354]],
    ['the newer one weighs more', [[800, 200], EVEN], {}, [617, 383]],
    ['the older one weighs less', [EVEN, [800, 200]], {}, [673, 327]],
    [
      'an unverified one weighs a third: 1.3 · 2/3 · ln 4 / 4',
      [[800, 200], EVEN],
      { recency: false, unverified: [true, false] },
      [575, 425],
    ],
    [
      'where nobody is verified all weigh alike',
      [[800, 200], EVEN],
      { recency: false, unverified: [true, true] },
      [646, 354],
    ],
    [
      'of ten the quantile is halfway to the last: 1.3 · 10/11 · ln(97/3) / 20',
      [...times(9, EVEN), [999, 1]],
      { recency: false },
      [551, 449],
    ],
    [
      'of five it is the last: 1.3 · 5/6 · ln(97/3) / 5',
      [...times(4, EVEN), [999, 1]],
      { recency: false },
      [680, 320],
    ],
    ['less than a tenth is as the others', [...times(91, EVEN), ...times(9, [999, 1])], {}, EVEN],
    [
      'a bit over a tenth is not: 1.3 · 100/101 · 0.11 · ln(97/3)',
      [...times(89, EVEN), ...times(11, [999, 1])],
      { recency: false },
      [621, 379],
    ],
  ])('%s', (_, standing, options, odds) => {
    expect(crowdOdds(standing, 1, options)).toEqual(odds);
  });

  it('equals a direct implementation of the method that sorts and sums', () => {
    fc.assert(
      fc.property(crowds(60), fc.boolean(), fc.infiniteStream(fc.boolean()), (crowd, recency, statuses) => {
        const { standing, seats } = crowd;
        const options = { recency, unverified: standing.map(() => statuses.next().value) };
        const plain = plainCrowd(standing, seats, options);
        crowdOdds(standing, seats, options).forEach((p, j) => {
          expect(Math.abs(p - 1000 * plain[j]!)).toBeLessThan(1 + 1e-6);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('extremises: a large crowd that agrees gets odds beyond its mean', () => {
    expect(crowdOdds(Array<number[]>(100).fill([800, 200]), 1)[0]).toBeGreaterThan(800);
  });

  it('gives even odds when every forecast is even', () => {
    fc.assert(
      fc.property(shapes(), fc.integer({ min: 1, max: 300 }), ({ options, seats }, n) => {
        expect(crowdOdds(Array<number[]>(n).fill(even(options, seats)), seats)).toEqual(even(options, seats));
      }),
    );
  });

  it('is a valid forecast and deterministic for any crowd', () => {
    fc.assert(
      fc.property(crowds(40), fc.boolean(), ({ seats, standing }, recency) => {
        const odds = crowdOdds(standing, seats, { recency });
        expect(isForecast(odds, standing[0]!.length, seats)).toBe(true);
        expect(crowdOdds(standing, seats, { recency })).toEqual(odds);
      }),
    );
  });

  it('is equivariant under permutation of the options, to 1 permille of rounding', () => {
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

  it('keeps the order of options on which all forecasters agree', () => {
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

  it('is monotone: raising an option in one forecast never lowers its odds by more than a permille of rounding', () => {
    fc.assert(
      fc.property(changes(20, fc.integer({ min: 1, max: 998 })), ({ seats, standing, changed, up }) => {
        const before = crowdOdds(standing, seats);
        expect(crowdOdds(changed, seats)[up]).toBeGreaterThanOrEqual(before[up]! - 1);
      }),
      { numRuns: 200 },
    );
  });

  it('moves by at most 8 permille where one forecast on up to three options moves by 1', () => {
    fc.assert(
      fc.property(changes(3, fc.constant(1)), ({ seats, standing, changed }) => {
        const moved = largestMove(crowdOdds(standing, seats), crowdOdds(changed, seats));
        expect(moved).toBeLessThanOrEqual(8);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the oldest forecasts no weight but counts them in n and in the quantiles', () => {
    const standing = times(5000, [800, 200]);
    const old = crowdOdds(standing.with(0, [1, 999]), 1);
    expect(old).toEqual(crowdOdds(standing, 1));
    const manyOld = [...times(600, [1, 999]), ...times(4400, [800, 200])];
    const manyEven = [...times(600, EVEN), ...times(4400, [800, 200])];
    expect(crowdOdds([...manyOld, ...times(400, [1, 999])], 1)[0]).toBeLessThan(
      crowdOdds([...manyEven, ...times(400, [1, 999])], 1)[0]!,
    );
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
    ['no options', [[]], 1],
    ['more options than a question may have', [Array<number>(21).fill(100)], 1],
    ['a broken forecast among the oldest', [[0, 1000], ...times(5000, EVEN)], 1],
  ])('refuses %s', (_, standing, seats) => {
    expect(() => crowdOdds(standing, seats)).toThrow(RangeError);
  });

  it.each([[[]], [[true]], [[true, false, true]]])(
    'refuses %j as the status of two forecasters',
    (unverified) => {
      expect(() => crowdOdds([EVEN, EVEN], 1, { unverified })).toThrow(RangeError);
    },
  );

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
