import { describe, expect, it } from 'vitest';
import { anyOutcome, assertProbabilities, oneOutcome, optionPoints, type Terms } from './option-points.ts';

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

describe('the terms of a sweep', () => {
  const permille = [0, 0, 400, 750, 999, 1, 850];
  const no = (i: number) => optionPoints(permille[2 + i]!, false, 5, 3);
  const yes = (i: number) => optionPoints(permille[2 + i]!, true, 5, 3);
  const written = ({ count, write }: Terms) => {
    const points = new Float64Array(count);
    write(permille, 2, points);
    return points;
  };

  it('for all outcomes are the points if no option comes true and the gain of each that does', () => {
    const [nobody, ...gains] = written(anyOutcome(5, 3));
    expect(nobody).toBeCloseTo(no(0) + no(1) + no(2) + no(3) + no(4), 9);
    expect(gains).toHaveLength(5);
    gains.forEach((gain, i) => expect(gain).toBeCloseTo(yes(i) - no(i), 9));
  });

  it('for one outcome are the points of each option', () => {
    const points = written(oneOutcome([true, false, true, false, false], 3));
    expect(points).toHaveLength(5);
    [yes(0), no(1), yes(2), no(3), no(4)].forEach((own, i) => expect(points[i]).toBeCloseTo(own, 9));
  });

  it('reject invalid seats', () => {
    expect(() => anyOutcome(21, 1)).toThrow(RangeError);
    expect(() => anyOutcome(3, 3)).toThrow(RangeError);
    expect(() => oneOutcome([true, false], 2)).toThrow(RangeError);
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
