import { expect, test } from 'vitest';
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';
import { board, boardRow } from './board.fixture.ts';
import { boardLines } from './board-lines.ts';

const row = (handle: string, points: number, place: number) =>
  boardRow(handle, points, { rank: place, place });
const author = boardRow('author', -8, { who: 'author' });
const references = [boardRow(null, 5, { who: 'crowd' }), author];

function view(rows: BoardRow[], more: Partial<BoardView> = {}): BoardView {
  return board({ ranked: rows.length, rows, near: [], references, mine: null, ...more });
}

const written = (groups: BoardRow[][]) => groups.map((rows) => rows.map(({ handle, who }) => handle ?? who));

test('rows out of rank stand where their points would be, after those with as many', () => {
  const rows = [row('a', 9, 1), row('b', 5, 2), row('c', -9, 3)];
  expect(written(boardLines(view(rows), false))).toEqual([['a', 'b', 'crowd', 'author', 'c']]);
});

test('my neighbourhood follows the first rows behind a gap, and what is out of rank stands in it', () => {
  const first = [row('a', 9, 1), row('b', 8, 2)];
  const near = [row('m', -7, 40), row('me', -8, 41), row('n', -9, 42)];
  const lines = (more: Partial<BoardView>) =>
    written(boardLines(view(first, { ranked: 50, near, mine: near[1]!, ...more }), false));
  expect(lines({})).toEqual([['a', 'b'], ['crowd'], ['m', 'me', 'author', 'n']]);
  expect(lines({ ranked: 42, references: [] })).toEqual([
    ['a', 'b'],
    ['m', 'me', 'n'],
  ]);
  const last = boardRow(null, -20, { who: 'even' });
  expect(lines({ references: [last] })).toEqual([['a', 'b'], ['m', 'me', 'n'], ['even']]);
  expect(lines({ references: [last], ranked: 42 })).toEqual([
    ['a', 'b'],
    ['m', 'me', 'n', 'even'],
  ]);
});

test('a neighbourhood that touches the first rows goes on from them', () => {
  const near = [row('c', 3, 3), row('me', 2, 4)];
  const lines = boardLines(
    view([row('a', 9, 1), row('b', 8, 2)], { ranked: 9, near, mine: near[1]! }),
    false,
  );
  expect(written(lines)).toEqual([['a', 'b', 'crowd', 'c', 'me'], ['author']]);
});

test('of a later page my row is above or below, and what is out of rank where its points would be', () => {
  const rows = [row('b', 2, 101), row('c', 1, 102)];
  const lines = (mine: BoardRow) => written(boardLines(view(rows, { ranked: 300, mine }), false));
  expect(lines(rows[0]!)).toEqual([['crowd'], ['b', 'c'], ['author']]);
  expect(lines(row('me', 7, 6))).toEqual([['me'], ['crowd'], ['b', 'c'], ['author']]);
  expect(lines(row('me', -9, 250))).toEqual([['crowd'], ['b', 'c'], ['author'], ['me']]);
});

test('the author who looks at the board is there once', () => {
  const lines = boardLines(view([row('a', 9, 1)], { mine: author }), false);
  expect(written(lines)).toEqual([['a', 'crowd', 'author']]);
});

test('somebody with the handle “crowd” is not the crowd', () => {
  const lines = boardLines(view([row('crowd', 9, 1)]), false);
  expect(lines).toEqual([[row('crowd', 9, 1), ...references]]);
});

test('rows found by handle keep their order, and mine follows', () => {
  const found = view([row('a', -3, 7), row('ab', 9, 1)], { ranked: 9, mine: row('me', 7, 2) });
  expect(written(boardLines(found, true))).toEqual([['a', 'ab'], ['me']]);
});

test('a board without anybody ranked still shows what is out of rank', () => {
  expect(written(boardLines(view([]), false))).toEqual([['crowd', 'author']]);
});
