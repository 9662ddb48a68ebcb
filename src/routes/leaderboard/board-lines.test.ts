import { expect, test } from 'vitest';
import { board, boardRow } from '#lib/components/leaderboard/board.fixture.ts';
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';
import { boardLines } from './board-lines.ts';

const row = (handle: string, points: number) => boardRow(handle, points, { rank: 1 });
const author = boardRow('author', -8, { who: 'author' });
const references = [boardRow(null, 5, { who: 'crowd' }), author];

function view(rows: BoardRow[], more: Partial<BoardView> = {}): BoardView {
  return board({ ranked: 300, rows, references, mine: null, ...more });
}

const written = (rows: BoardRow[]) => rows.map(({ handle, who }) => handle ?? who);

test('rows out of rank stand where their points would be, after those with as many', () => {
  const { rows } = boardLines(view([row('a', 9), row('b', 5), row('c', -9)]), false);
  expect(written(rows)).toEqual(['a', 'b', 'crowd', 'author', 'c']);
});

test('my row is in its place, or at the end of the page at which it is left out', () => {
  const page = { page: 2, pages: 3 };
  const rows = [row('b', 2), row('c', 1)];
  expect(written(boardLines(view(rows, { ...page, mine: row('b', 2) }), false).rows)).toEqual(['b', 'c']);
  const ahead = boardLines(view(rows, { ...page, mine: row('me', 7) }), false);
  expect([written(ahead.above), written(ahead.below)]).toEqual([['me', 'crowd'], ['author']]);
  const behind = boardLines(view(rows, { ...page, mine: row('me', -9) }), false);
  expect([written(behind.above), written(behind.below)]).toEqual([['crowd'], ['author', 'me']]);
});

test('the author who looks at the board is there once', () => {
  const { rows } = boardLines(view([row('a', 9)], { mine: author }), false);
  expect(written(rows)).toEqual(['a', 'crowd', 'author']);
});

test('rows found by handle keep their order, and mine follows', () => {
  const found = boardLines(view([row('a', -3), row('ab', 9)], { mine: row('me', 7) }), true);
  expect([written(found.rows), written(found.below)]).toEqual([['a', 'ab'], ['me']]);
});

test('a board without anybody ranked still shows what is out of rank', () => {
  expect(written(boardLines(view([]), false).rows)).toEqual(['crowd', 'author']);
});
