import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecasts, shapes } from '../../../tests/vectors/arbitraries.ts';
import { inclusionWeights } from './inclusion-weights.ts';
import { listSets, setCount, survivorSets, type SurvivorSet } from './survivor-sets.ts';

const even = (options: number, seats: number) => Array<number>(options).fill(seats / options);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The largest difference between a given probability and the one that the sets add up to. */
function residual(probabilities: readonly number[], sets: readonly SurvivorSet[]): number {
  const gaps = probabilities.map((p, i) => {
    const containing = sets.filter((set) => set.members.includes(i));
    return Math.abs(sum(containing.map((set) => set.probability)) - p);
  });
  return Math.max(...gaps);
}

describe('setCount and listSets', () => {
  it.each([
    [2, 1, 2],
    [5, 2, 10],
    [12, 6, 924],
    [20, 10, 184756],
  ])('%i options, %i seats: %i sets', (options, seats, count) => {
    expect(setCount(options, seats)).toBe(count);
  });

  it('lists sets in index order', () => {
    expect(listSets(4, 2)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
  });

  it('lists as many as there are, each once', () => {
    fc.assert(
      fc.property(shapes(10), ({ options, seats }) => {
        const sets = listSets(options, seats);
        expect(sets.length).toBe(setCount(options, seats));
        expect(new Set(sets.map(String)).size).toBe(sets.length);
      }),
    );
  });
});

describe('survivorSets', () => {
  it('of one seat are the probabilities', () => {
    expect(survivorSets([0.2, 0.5, 0.3], 1).map((set) => set.members[0])).toEqual([1, 2, 0]);
    expect(survivorSets([0.2, 0.5, 0.3], 1)[0]!.probability).toBeCloseTo(0.5, 13);
  });

  it('of n − 1 seats are the probabilities of elimination', () => {
    const [both, ...rest] = survivorSets([0.8, 0.8, 0.4], 2);
    expect(both).toEqual({ members: [0, 1], probability: expect.closeTo(0.6, 13) });
    expect(rest.map((set) => set.members)).toEqual([
      [0, 2],
      [1, 2],
    ]);
    rest.forEach((set) => expect(set.probability).toBeCloseTo(0.2, 13));
  });

  it('of even odds are equal and in index order', () => {
    const sets = survivorSets(even(6, 3), 3);
    expect(sets.map((set) => set.members)).toEqual(listSets(6, 3));
    expect(new Set(sets.map((set) => set.probability)).size).toBe(1);
    expect(sets[0]!.probability).toBeCloseTo(1 / 20, 13);
  });

  it('puts ties in index order', () => {
    expect(survivorSets([0.2, 0.5, 0.5, 0.8], 2).map((set) => set.members)).toEqual([
      [1, 3],
      [2, 3],
      [0, 3],
      [1, 2],
      [0, 1],
      [0, 2],
    ]);
  });

  // By symmetry the outer two of a, b, 1 − b, 1 − a are exactly as likely together as the inner two.
  it.each([
    ['two seats', (a: number, b: number) => [a, b, 1 - b, 1 - a], [0, 3], [1, 2]],
    ['sets with one first', (a: number, b: number) => [0.5, a, b, 1 - b, 1 - a, 0.5], [0, 1, 4], [0, 2, 3]],
  ])('puts ties in index order also where rounding would not: %s', (_, oddsOf, outer, inner) => {
    let roundedApart = 0;
    for (let a = 1; a <= 10; a++) {
      for (let b = a; b <= 10; b++) {
        const probabilities = oddsOf(a / 20, b / 20);
        const seats = outer.length;
        const weights = inclusionWeights(probabilities, seats);
        const product = (members: number[]) => members.reduce((soFar, i) => soFar * weights[i]!, 1);
        if (product(outer) < product(inner)) roundedApart++;
        const sets = survivorSets(probabilities, seats);
        const at = (members: number[]) => sets.findIndex((set) => String(set.members) === String(members));
        expect(at(outer)).toBeLessThan(at(inner));
        expect(sets[at(outer)]!.probability).toBe(sets[at(inner)]!.probability);
      }
    }
    expect(roundedApart).toBeGreaterThan(0);
  });

  it('cuts the list at the limit', () => {
    const all = survivorSets([0.7, 0.6, 0.4, 0.3], 2);
    expect(survivorSets([0.7, 0.6, 0.4, 0.3], 2, 2)).toEqual(all.slice(0, 2));
    expect(survivorSets([0.7, 0.6, 0.4, 0.3], 2, 2.9)).toEqual(all.slice(0, 2));
    expect(survivorSets([0.7, 0.6, 0.4, 0.3], 2, 0)).toEqual([]);
    expect(survivorSets([0.7, 0.6, 0.4, 0.3], 2, 99)).toEqual(all);
  });

  it.each([
    ['nearly certain', [0.999, 0.999, 0.002], 2],
    ['all bounds', [...Array<number>(6).fill(0.999), ...Array<number>(6).fill(0.001)], 6],
    ['one long shot in the middle', [...Array<number>(9).fill(0.999), 0.5, 0.509], 10],
    ['two blocks that are almost decided', [0.999, 0.999, 0.001, 0.001, 0.5, 0.5], 3],
    ['one seat of twenty', [0.981, ...Array<number>(19).fill(0.001)], 1],
    ['nineteen of twenty', [...Array<number>(19).fill(0.999), 0.019], 19],
    ['beyond permille', [1e-9, 1 - 1e-9, 0.5, 0.5], 2],
  ])('meets extreme odds: %s', (_, probabilities, seats) => {
    expect(residual(probabilities, survivorSets(probabilities, seats))).toBeLessThanOrEqual(1e-12);
  });

  it('has the given inclusion probabilities within 1e-12, most likely set first, proportional to products of weights', () => {
    fc.assert(
      fc.property(forecasts(11), ({ seats, permille }) => {
        const probabilities = permille.map((p) => p / 1000);
        const sets = survivorSets(probabilities, seats);
        expect(residual(probabilities, sets)).toBeLessThanOrEqual(1e-12);
        expect(Math.abs(sum(sets.map((set) => set.probability)) - 1)).toBeLessThanOrEqual(1e-12);
        sets.forEach((set, i) => expect(set.probability <= (sets[i - 1]?.probability ?? 1)).toBe(true));
        if (seats < 2 || permille.length - seats < 2) return;
        const rest = Array.from({ length: seats - 2 }, (_, i) => i + 4);
        const odds = (a: number, b: number) =>
          sets.find((set) => String(set.members) === String([a, b, ...rest]))!.probability;
        const products = [odds(0, 1) * odds(2, 3), odds(0, 2) * odds(1, 3), odds(0, 3) * odds(1, 2)];
        for (const product of products) expect(product / products[0]!).toBeCloseTo(1, 6);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['more than 1,000 sets', even(13, 6), 6, 5],
    ['a wrong sum', [0.8, 0.8, 0.5], 2, 5],
    ['certainty', [1, 0.5, 0.5], 2, 5],
    ['zero', [0, 0.5, 0.5], 1, 5],
    ['not a number', [NaN, 0.5, 0.5], 1, 5],
    ['no seat', [0.5, 0.5], 0, 5],
    ['a negative limit', [0.5, 0.5], 1, -1],
    ['a limit that is not a number', [0.5, 0.5], 1, NaN],
  ])('refuses %s', (_, probabilities, seats, limit) => {
    expect(() => survivorSets(probabilities, seats, limit)).toThrow(RangeError);
  });
});
