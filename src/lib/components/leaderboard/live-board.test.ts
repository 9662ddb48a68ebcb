import { expect, test } from 'vitest';
import { board, boardRow } from './board.fixture.ts';
import { asUpdate, liveBoard, updateOf } from './live-board.ts';

const row = (handle: string, rank: number) => boardRow(handle, 0, { rank });
const rendered = board({ ranked: 100, rows: [row('a', 1), row('me', 2)], mine: row('me', 2) });
const update = {
  ...asUpdate(rendered, { assume: [], newcomersOnly: false }),
  ranked: 101,
  rows: [row('me', 1), row('a', 2)],
};

test('the live rows take the place of the rendered ones, and my row is the one among them', () => {
  const { rows, mine, ranked, pages } = liveBoard(rendered, update, null);
  expect([rows, ranked, pages]).toEqual([update.rows, 101, 2]);
  expect(mine).toEqual(row('me', 1));
});

test('my row that is not among the first is the one asked for', () => {
  const own = { mine: row('me', 73), near: [row('b', 72), row('me', 73)], ranks: [] };
  const { mine, near } = liveBoard(rendered, { ...update, rows: [row('a', 1)] }, own);
  expect([mine, near]).toEqual([own.mine, own.near]);
});

test('without anything live the board is as it was rendered', () => {
  expect(liveBoard(rendered, null, { mine: row('me', 9), near: [], ranks: [] })).toBe(rendered);
});

test('an update of other rows is not shown', () => {
  const scope = { assume: [], newcomersOnly: false, limit: 100 };
  expect(updateOf(update, scope)).toBe(update);
  expect(updateOf(update, { ...scope, limit: 20 })).toBeNull();
  expect(updateOf(update, { ...scope, newcomersOnly: true })).toBeNull();
  expect(updateOf(update, { ...scope, assume: ['final-3:skt,lg'] })).toBeNull();
  expect(updateOf(null, scope)).toBeNull();
});
