import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logistic, logit, shiftToSum } from './log-odds.ts';

describe('logit and logistic', () => {
  it.each([
    [0.5, 0],
    [0.75, Math.log(3)],
    [0.1, -Math.log(9)],
  ])('the log-odds of %f are %f', (p, x) => {
    expect(logit(p)).toBeCloseTo(x, 12);
    expect(logistic(x)).toBeCloseTo(p, 12);
  });

  it('logistic is finite for any log-odds', () => {
    expect(logistic(1000)).toBe(1);
    expect(logistic(-1000)).toBe(0);
  });
});

describe('shiftToSum', () => {
  it('does not change probabilities that already have the sum', () => {
    const shifted = shiftToSum([0.7, 0.7, 0.6].map(logit), 2, 0.001, 0.999);
    [0.7, 0.7, 0.6].forEach((p, j) => expect(shifted[j]).toBeCloseTo(p, 12));
  });

  it('reaches the sum within rounding error and keeps the order and the bounds', () => {
    const logOdds = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(logOdds, fc.double({ min: 0.02, max: 0.98, noNaN: true }), (xs, share) => {
        const total = share * xs.length;
        const shifted = shiftToSum(xs, total, 0.001, 0.999);
        expect(Math.abs(shifted.reduce((a, b) => a + b, 0) - total)).toBeLessThan(1e-12);
        for (let i = 0; i < xs.length; i++) {
          expect(shifted[i]).toBeGreaterThanOrEqual(0.001);
          expect(shifted[i]).toBeLessThanOrEqual(0.999);
          for (let j = 0; j < xs.length; j++)
            if (xs[i]! > xs[j]!) expect(shifted[i]! >= shifted[j]!).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reaches the least and the greatest sum', () => {
    shiftToSum([0, 1, 2], 3 * 0.001, 0.001, 0.999).forEach((p) => expect(p).toBeCloseTo(0.001, 12));
    shiftToSum([0, 1, 2], 3 * 0.999, 0.001, 0.999).forEach((p) => expect(p).toBeCloseTo(0.999, 12));
  });

  it('rejects a sum that cannot be reached', () => {
    expect(() => shiftToSum([0, 0], 0.0019, 0.001, 0.999)).toThrow(RangeError);
    expect(() => shiftToSum([0, 0], 1.9999, 0.001, 0.999)).toThrow(RangeError);
    expect(() => shiftToSum([0, NaN], 1, 0.001, 0.999)).toThrow(RangeError);
    expect(() => shiftToSum([], 0, 0.001, 0.999)).toThrow(RangeError);
  });
});
