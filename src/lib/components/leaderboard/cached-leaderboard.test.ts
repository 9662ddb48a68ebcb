import { expect, test } from 'vitest';
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import { arrive, type CachedLeaderboard, isChange, release } from './cached-leaderboard.ts';

function board(...points: number[]): BoardUpdate {
  const rows = points.map((peer, i) => ({
    ...{ handle: `f${i}`, who: 'forecaster' as const, rank: i + 1, peerMicro: peer * 1e6 },
    ...{ baselineMicro: 0, coverageMillionths: 500_000, questions: 1 },
  }));
  return { assume: ['final-3:skt,upstage'], questions: 1, ranked: points.length, rows, references: [] };
}

const fresh = (shown: BoardUpdate): CachedLeaderboard => ({ shown, waiting: null, missed: 0 });

test('a board is shown at once where nothing holds it', () => {
  expect(arrive(fresh(board(1)), board(2), false)).toEqual(fresh(board(2)));
});

test('one that reads the same leaves the shown one as it is', () => {
  const shown = board(1);
  expect(arrive(fresh(shown), board(1.01), false).shown).toBe(shown);
});

test('what comes while it is held waits, the last of it, and every change counts', () => {
  let held = fresh(board(1));
  for (const points of [2, 3, 3, 1]) held = arrive(held, board(points), true);
  expect(held).toEqual({ shown: board(1), waiting: board(1), missed: 3 });
  expect(release(held)).toEqual(fresh(board(1)));
});

test('what is let go without anything waiting stays as it is', () => {
  expect(release(fresh(board(1)))).toEqual(fresh(board(1)));
});

test('points that drift by less than is shown are no change', () => {
  expect(isChange(board(1), board(1.01))).toBe(false);
  expect(isChange(board(1), board(1.1))).toBe(true);
  expect(isChange(board(1), board(1, 0))).toBe(true);
});
