import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../../tests/vectors/arbitraries.ts';
import {
  assertForecast,
  confidenceRange,
  even,
  fromPicks,
  isForecast,
  largestRemainder,
  picksOf,
} from './seats.ts';

describe('largestRemainder', () => {
  it.each([
    [[1.5, 1.5], 3, [2, 1]],
    [[0.2, 0.7, 0.1], 1, [0, 1, 0]],
    [[333.33, 333.33, 333.34], 1000, [333, 333, 334]],
    [[400, 600], 1000, [400, 600]],
  ])('shares %j of %i as %j', (shares, total, units) => {
    expect(largestRemainder(shares, total)).toEqual(units);
  });

  it('stays within its bounds', () => {
    expect(largestRemainder([0, 0, 5], 5, 1, 3)).toEqual([1, 1, 3]);
    expect(largestRemainder([9, 9, 0.5], 7, 0, 3)).toEqual([3, 3, 1]);
  });

  it('takes an excess from the smallest fractions, the last of equals first, down to the lower bound', () => {
    expect(largestRemainder([2, 2], 3)).toEqual([2, 1]);
    expect(largestRemainder([2.1, 2.9], 3)).toEqual([1, 2]);
    expect(largestRemainder([0.2, 0.3, 2.5], 3, 1)).toEqual([1, 1, 1]);
  });

  it.each([
    [[1, NaN], 1],
    [[1, 2], 1.5],
    [[1, 2], 7],
  ])('refuses %j of %d within 0..3', (shares, total) => {
    expect(() => largestRemainder(shares, total, 0, 3)).toThrow(RangeError);
  });

  it('rejects a total below the sum of the lower bounds', () => {
    expect(() => largestRemainder([1, 1], 1, 1)).toThrow(RangeError);
  });
});

describe('even', () => {
  it.each([
    [2, 1, [500, 500]],
    [3, 2, [667, 667, 666]],
    [3, 1, [334, 333, 333]],
    [5, 4, [800, 800, 800, 800, 800]],
    [6, 4, [667, 667, 667, 667, 666, 666]],
  ])('of %i options and %i seats', (options, seats, permille) => {
    expect(even(options, seats)).toEqual(permille);
  });

  it.each([
    [1, 1],
    [3, 3],
    [3, 0],
    [21, 1],
    [3.5, 1],
    [3, 1.5],
    [NaN, 1],
  ])('refuses %d options and %d seats', (options, seats) => {
    expect(() => even(options, seats)).toThrow(RangeError);
  });
});

describe('isForecast', () => {
  it.each([
    [[800, 800, 400], true],
    [[999, 999, 2], true],
    [[800, 800, 399], false],
    [[1000, 999, 1], false],
    [[800.5, 799.5, 400], false],
    [[NaN, 1000, 1000], false],
    [[800, 800], false],
    [[800, 800, 399, 1], false],
  ])('of %j, 2 of 3, is %s', (permille, valid) => {
    expect(isForecast(permille, 3, 2)).toBe(valid);
    if (valid) expect(() => assertForecast(permille, 3, 2)).not.toThrow();
    else expect(() => assertForecast(permille, 3, 2)).toThrow(RangeError);
  });
});

describe('isForecast of a probability that is too small', () => {
  it.each([[[0, 500, 500]], [[-1, 502, 499]]])('%j, 1 of 3, is false', (permille) => {
    expect(isForecast(permille, 3, 1)).toBe(false);
  });
});

describe('isForecast with invalid seats', () => {
  it.each([
    [[1], 1, 0],
    [[], 0, 0],
    [[999, 999], 2, 2],
    [[500, 500], 2, 1.5],
    [[500, 500], 2, NaN],
    [
      Array<number>(21)
        .fill(0)
        .map((_, i) => (i === 0 ? 980 : 1)),
      21,
      1,
    ],
  ])('%j, %d options, %d seats, is false', (permille, options, seats) => {
    expect(isForecast(permille, options, seats)).toBe(false);
  });
});

describe('fromPicks', () => {
  it.each([
    ['two of three, all alike', 3, 2, [0, 1], 667, [667, 667, 666]],
    ['two of three, preset', 3, 2, [0, 1], 800, [800, 800, 400]],
    ['two of three, sure', 3, 2, [0, 2], 950, [950, 100, 950]],
    ['the order of picks is no matter', 3, 2, [2, 0], 950, [950, 100, 950]],
    ['the rest by largest remainder', 5, 2, [1, 3], 750, [167, 750, 167, 750, 166]],
    ['a half permille is rounded', 3, 2, [0, 1], 799.6, [800, 800, 400]],
    ['certainty is lowered to what the others need', 3, 2, [0, 1], 1000, [999, 999, 2]],
    ['many others need more', 20, 1, [0], 999, [981, ...Array<number>(19).fill(1)]],
    ['many others need more of both picks', 20, 2, [0, 1], 999, [991, 991, ...Array<number>(18).fill(1)]],
    ['too little is raised to what the others can hold', 3, 2, [0, 1], 0, [501, 501, 998]],
    ['one of two', 2, 1, [1], 900, [100, 900]],
  ])('%s', (_, options, seats, picks, confidence, permille) => {
    expect(fromPicks(options, seats, picks, confidence)).toEqual(permille);
  });

  it.each([
    [[0], 800],
    [[0, 1, 2], 800],
    [[0, 0], 800],
    [[0, 1, 1], 800],
    [[0, 3], 800],
    [[-1, 0], 800],
    [[0, 1.5], 800],
    [[0, 1], NaN],
    [[0, 1], Infinity],
  ])('refuses picks %j at %d', (picks, confidence) => {
    expect(() => fromPicks(3, 2, picks, confidence)).toThrow(RangeError);
  });

  it('rejects too many options', () => {
    expect(() => fromPicks(21, 1, [0], 500)).toThrow(RangeError);
  });

  it('is a valid forecast for any shape and confidence, with equal shares for the others', () => {
    const confidence = fc.double({ min: -500, max: 2000, noNaN: true });
    fc.assert(
      fc.property(shapes(), confidence, fc.nat(), ({ options, seats }, each, turn) => {
        const picks = Array.from({ length: seats }, (_, i) => (i + turn) % options);
        const permille = fromPicks(options, seats, picks, each);
        expect(isForecast(permille, options, seats)).toBe(true);
        expect(new Set(picks.map((i) => permille[i])).size).toBe(1);
        const others = permille.filter((_, i) => !picks.includes(i));
        expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('picksOf', () => {
  it.each([
    [[800, 400, 800], 2, [0, 2]],
    [[600, 300, 900, 200], 2, [0, 2]],
    [[700, 655, 645], 2, [0, 1]],
    [[700, 654, 646], 2, null],
    [[667, 667, 666], 2, null],
    [[505, 495], 1, [0]],
    [[504, 496], 1, null],
  ])('of %j, %i seats, are %j', (permille, seats, picks) => {
    expect(picksOf(permille, seats)).toEqual(picks);
  });

  it('rejects an invalid forecast', () => {
    expect(() => picksOf([800, 400, 799], 2)).toThrow(RangeError);
  });
});

describe('confidenceRange', () => {
  it.each([
    [3, 2, { min: 667, preset: 800, max: 950 }],
    [2, 1, { min: 500, preset: 750, max: 950 }],
    [5, 2, { min: 400, preset: 700, max: 950 }],
    [5, 4, { min: 800, preset: 900, max: 950 }],
    [10, 9, { min: 900, preset: 925, max: 950 }],
    [20, 19, { min: 950, preset: 962, max: 974 }],
  ])('of %i options and %i seats is %j', (options, seats, range) => {
    expect(confidenceRange(options, seats)).toEqual(range);
  });

  it('rejects invalid seats', () => {
    expect(() => confidenceRange(21, 1)).toThrow(RangeError);
    expect(() => confidenceRange(3.5, 1)).toThrow(RangeError);
    expect(() => confidenceRange(3, 0)).toThrow(RangeError);
    expect(() => confidenceRange(3, 3)).toThrow(RangeError);
  });

  it('starts at even odds, rises, and contains only feasible values', () => {
    fc.assert(
      fc.property(shapes(), ({ options, seats }) => {
        const { min, preset, max } = confidenceRange(options, seats);
        expect(min * options).toBeGreaterThanOrEqual(1000 * seats);
        expect(min < preset && preset < max).toBe(true);
        const picks = Array.from({ length: seats }, (_, i) => i);
        for (const each of [min, preset, max]) expect(fromPicks(options, seats, picks, each)[0]).toBe(each);
        const others = fromPicks(options, seats, picks, min).slice(seats);
        expect(Math.max(...others)).toBeLessThanOrEqual(min);
      }),
    );
  });
});
