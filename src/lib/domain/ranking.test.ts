import { describe, expect, it } from 'vitest';
import { competitionRanking } from './ranking.ts';

const ranks = (points: number[]) =>
  competitionRanking(points, (each) => each).map(({ entry, rank, place }) => [entry, rank, place]);

describe('competitionRanking', () => {
  it('ranks the most points first', () => {
    expect(ranks([-3, 12, 0])).toEqual([
      [12, 1, 1],
      [0, 2, 2],
      [-3, 3, 3],
    ]);
  });

  it('gives equal points the same rank and skips the following ranks', () => {
    expect(ranks([5, 9, 9, 1, 5, 5])).toEqual([
      [9, 1, 1],
      [9, 1, 2],
      [5, 3, 3],
      [5, 3, 4],
      [5, 3, 5],
      [1, 6, 6],
    ]);
  });

  it('orders equal points as in the input', () => {
    const entries = ['b', 'a', 'c'];
    expect(competitionRanking(entries, () => 0).map(({ entry }) => entry)).toEqual(entries);
  });

  it('returns an empty list for no entries', () => {
    expect(ranks([])).toEqual([]);
  });

  it('rejects NaN', () => {
    expect(() => ranks([1, NaN])).toThrow(RangeError);
  });
});
