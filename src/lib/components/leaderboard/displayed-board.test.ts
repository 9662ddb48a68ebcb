import { expect, test } from 'vitest';
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import { boardRow } from './board.fixture.ts';
import { type DisplayedBoard, isChange, receive, showPending } from './displayed-board.ts';

function board(...points: number[]): BoardUpdate {
  const rows = points.map((peer, i) => boardRow(`f${i}`, peer, { rank: i + 1, baselineMicro: 0 }));
  const ranked = points.length;
  const of = { assume: ['final-3:skt,upstage'], newcomersOnly: false, limit: 100 };
  return { ...of, questions: 1, ranked, pool: ranked, rows, references: [] };
}

const fresh = (shown: BoardUpdate): DisplayedBoard => ({ shown, pending: null, missed: 0 });

test('an update that need not wait is shown at once', () => {
  expect(receive(fresh(board(1)), board(2), false)).toEqual(fresh(board(2)));
});

test('one that reads the same leaves the shown one as it is', () => {
  const shown = board(1);
  expect(receive(fresh(shown), board(1.01), false).shown).toBe(shown);
});

test('of updates that must wait the last is pending, and every change counts', () => {
  let displayed = fresh(board(1));
  for (const points of [2, 3, 3, 1]) displayed = receive(displayed, board(points), true);
  expect(displayed).toEqual({ shown: board(1), pending: board(1), missed: 3 });
  expect(showPending(displayed)).toEqual(fresh(board(1)));
});

test('what is let go without anything pending stays as it is', () => {
  expect(showPending(fresh(board(1)))).toEqual(fresh(board(1)));
});

test('points that drift by less than is shown are no change', () => {
  expect(isChange(board(1), board(1.01))).toBe(false);
  expect(isChange(board(1), board(1.1))).toBe(true);
  expect(isChange(board(1), board(1, 0))).toBe(true);
});
