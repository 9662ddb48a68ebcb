import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecasts } from '../../../tests/vectors/arbitraries.ts';
import { earnings, keptPoints } from './earnings.ts';
import { baselineScore } from './scores.ts';
import { even, fromPicks } from './seats.ts';
import { listSets, survivorSets } from './survivor-sets.ts';

const outcomeOf = (members: readonly number[], options: number) =>
  Array.from({ length: options }, (_, i) => members.includes(i));

describe('earnings', () => {
  it('lists each result where there are at most six: +34 or −24 for 75 % each, 2 of 3', () => {
    const result = earnings(fromPicks(3, 2, [0, 1], 750), 2);
    if (result.by !== 'set') throw new Error('expected a row per result');
    expect(
      result.rows.map((row) => [row.members, Math.round(row.points), row.probability.toFixed(2)]),
    ).toEqual([
      [[0, 1], 34, '0.50'],
      [[0, 2], -24, '0.25'],
      [[1, 2], -24, '0.25'],
    ]);
  });

  it('lists the six results of two of four', () => {
    const result = earnings([800, 600, 400, 200], 2);
    expect(result.by === 'set' && result.rows.map((row) => row.members)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
  });

  it('groups by surviving picks where there are more: 75 % each, 2 of 5', () => {
    const result = earnings(fromPicks(5, 2, [3, 1], 750), 2);
    if (result.by !== 'picks') throw new Error('expected a row per number of picks');
    expect(result.picks).toEqual([1, 3]);
    expect(
      result.rows.map(({ surviving, lowest, highest }) => [
        surviving,
        Math.round(lowest),
        Math.round(highest),
      ]),
    ).toEqual([
      [2, 67, 67],
      [1, -14, -14],
      [0, -94, -94],
    ]);
  });

  it('leaves out impossible numbers of picks', () => {
    const result = earnings(fromPicks(7, 5, [0, 1, 2, 3, 4], 900), 5);
    if (result.by !== 'picks') throw new Error('expected a row per number of picks');
    expect(result.rows.map((row) => row.surviving)).toEqual([5, 4, 3]);
  });

  it('gives only the worst and the best result when there are no picks', () => {
    expect(earnings(even(5, 2), 2)).toEqual({
      by: 'range',
      lowest: expect.closeTo(0, 9),
      highest: expect.closeTo(0, 9),
    });
  });

  it('agrees with the baseline score of every result', () => {
    fc.assert(
      fc.property(forecasts(9), ({ seats, permille }) => {
        const result = earnings(permille, seats);
        const points = (members: readonly number[]) =>
          baselineScore(permille, outcomeOf(members, permille.length), seats);
        if (result.by === 'set') {
          for (const row of result.rows) expect(row.points).toBeCloseTo(points(row.members), 9);
          return;
        }
        const all = listSets(permille.length, seats);
        const groups =
          result.by === 'range'
            ? [{ ...result, sets: all }]
            : result.rows.map((row) => ({
                ...row,
                sets: all.filter(
                  (set) => set.filter((i) => result.picks.includes(i)).length === row.surviving,
                ),
              }));
        expect(groups.reduce((count, group) => count + group.sets.length, 0)).toBe(all.length);
        for (const { lowest, highest, sets } of groups) {
          const earned = sets.map(points);
          expect(lowest).toBeCloseTo(Math.min(...earned), 9);
          expect(highest).toBeCloseTo(Math.max(...earned), 9);
        }
      }),
    );
  });

  it('of a forecast that is kept are those of its likeliest result, and of the one that earns least', () => {
    const { right, wrong } = keptPoints(fromPicks(3, 2, [0, 1], 800), 2);
    expect([right, wrong].map(Math.round)).toEqual([50, -44]);
    fc.assert(
      fc.property(forecasts(9), ({ seats, permille }) => {
        const kept = keptPoints(permille, seats);
        const sets = survivorSets(
          permille.map((p) => p / 1_000),
          seats,
        );
        const points = sets.map(({ members }) =>
          baselineScore(permille, outcomeOf(members, permille.length), seats),
        );
        expect(kept.right).toBeCloseTo(points[0]!, 6);
        expect(kept.wrong).toBeCloseTo(Math.min(...points), 9);
      }),
    );
  });

  it('rejects an invalid forecast', () => {
    expect(() => earnings([750, 750, 501], 2)).toThrow(RangeError);
    expect(() => earnings([750.5, 749.5, 500], 2)).toThrow(RangeError);
  });
});
