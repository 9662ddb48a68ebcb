import { describe, expect, it } from 'vitest';
import { assertProbabilities, optionPoints, pointsByPermille } from './option-points.ts';

describe('optionPoints', () => {
  it.each([
    ['even odds, yes', 500, true, 2, 1, 0],
    ['even odds, no', 500, false, 2, 1, 0],
    ['75 % of one of two, yes: 50 · log2 1.5', 750, true, 2, 1, 29.2481],
    ['75 % of one of two, no: 50 · log2 0.5', 750, false, 2, 1, -50],
    ['40 % of two of five is even', 400, true, 5, 2, 0],
  ])('%s', (_, permille, cameTrue, options, seats, points) => {
    expect(optionPoints(permille, cameTrue, options, seats)).toBeCloseTo(points, 4);
  });
});

describe('pointsByPermille', () => {
  it('holds the points of "no" and the gain of "yes"', () => {
    const points = pointsByPermille(5, 2);
    for (const p of [1, 400, 750, 999]) {
      expect(points[2 * p]).toBeCloseTo(optionPoints(p, false, 5, 2), 9);
      expect(points[2 * p]! + points[2 * p + 1]!).toBeCloseTo(optionPoints(p, true, 5, 2), 9);
    }
  });

  it('rejects invalid seats', () => {
    expect(() => pointsByPermille(21, 1)).toThrow(RangeError);
    expect(() => pointsByPermille(3, 3)).toThrow(RangeError);
  });
});

describe('assertProbabilities', () => {
  it('accepts probabilities that are not whole permille', () => {
    expect(() => assertProbabilities([2000 / 3, 2000 / 3, 2000 / 3], 2)).not.toThrow();
  });

  it.each([
    ['more than 20 options', Array<number>(21).fill(1000 / 21), 1],
    ['a wrong sum', [500, 500.1], 1],
    ['less than a permille', [0.5, 500, 499.5], 1],
    ['more than 999 permille', [999.5, 999.5, 1], 2],
  ])('refuses %s', (_, permille, seats) => {
    expect(() => assertProbabilities(permille, seats)).toThrow(RangeError);
  });
});
