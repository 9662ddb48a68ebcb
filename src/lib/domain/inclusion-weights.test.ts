import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { forecasts } from '../../../tests/vectors/arbitraries.ts';
import { inclusionWeights, symmetricPolynomial } from './inclusion-weights.ts';

const same = (count: number, value: number) => Array<number>(count).fill(value);

describe('symmetricPolynomial', () => {
  it.each([
    [[2, 3, 5], 0, -1, 1],
    [[2, 3, 5], 1, -1, 10],
    [[2, 3, 5], 2, -1, 31],
    [[2, 3, 5], 3, -1, 30],
    [[2, 3, 5], 4, -1, 0],
    [[2, 3, 5], -1, -1, 0],
    [[2, 3, 5], 2, 1, 10],
  ])('of %j, degree %i, without %i, is %i', (weights, k, skip, value) => {
    expect(symmetricPolynomial(weights, k, skip)).toBe(value);
  });

  it('leaves out two', () => {
    expect(symmetricPolynomial([2, 3, 5, 7], 1, 0, 2)).toBe(10);
  });
});

describe('inclusionWeights', () => {
  it('of one seat are the probabilities', () => {
    inclusionWeights([0.2, 0.5, 0.3], 1).forEach((w, i) => expect(w).toBeCloseTo([0.2, 0.5, 0.3][i]!, 13));
  });

  it('meet the odds of any forecast within 1e-12, up to 20 options', () => {
    fc.assert(
      fc.property(forecasts(20), ({ seats, permille }) => {
        const weights = inclusionWeights(
          permille.map((p) => p / 1000),
          seats,
        );
        expect(symmetricPolynomial(weights, seats)).toBeCloseTo(1, 12);
        weights.forEach((w, i) => {
          const inclusion = w * symmetricPolynomial(weights, seats - 1, i);
          expect(Math.abs(inclusion - permille[i]! / 1000)).toBeLessThanOrEqual(1e-12);
        });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['odds too extreme to be met', [1 - 2 ** -53, 1 - 2 ** -53, 1e-20], 2],
    ['more than 20 options', same(21, 1 / 21), 1],
    ['a sum that is no rounding error', [0.5, 0.5 + 2e-9], 1],
  ])('refuse %s', (_, probabilities, seats) => {
    expect(() => inclusionWeights(probabilities, seats)).toThrow(RangeError);
  });

  it.each([
    ['nineteen of twenty that are all but certain', [...same(19, 1 - 2 ** -53), 19 * 2 ** -53], 19],
    [
      'certain ones on both sides of long shots',
      [...same(5, 1 - 2 ** -49), ...same(8, 2 ** -49), 3 * 2 ** -49, ...same(6, 1 - 2 ** -49)],
      11,
    ],
  ])('stay finite for %s', (_, probabilities, seats) => {
    const weights = inclusionWeights(probabilities, seats);
    expect(weights.every((w) => w > 0 && w < Infinity)).toBe(true);
    expect(symmetricPolynomial(weights, seats)).toBeCloseTo(1, 12);
  });

  it.each([
    ['one long shot in the middle', [...same(9, 0.999), 0.5, 0.509], 10],
    ['two blocks that are almost decided', [0.999, 0.999, 0.001, 0.001, 0.5, 0.5], 3],
  ])('are found in about ten steps: %s', (_, probabilities, seats) => {
    const exp = vi.spyOn(Math, 'exp');
    inclusionWeights(probabilities, seats);
    const steps = exp.mock.calls.length / probabilities.length; // each step takes one exponential per option
    exp.mockRestore();
    expect(steps).toBeLessThanOrEqual(12);
  });

  it('spread a rounding error of the sum', () => {
    const weights = inclusionWeights([1 / 3 + 1e-10, 1 / 3, 1 / 3], 1);
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});
