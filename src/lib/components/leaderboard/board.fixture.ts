/** A made-up leaderboard, for tests. */
import { MICRO } from '#lib/domain/micro.ts';
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';

export function boardRow(handle: string | null, points: number, rest: Partial<BoardRow> = {}): BoardRow {
  return {
    handle,
    who: 'forecaster',
    rank: null,
    place: null,
    peerMicro: points * MICRO,
    baselineMicro: (points + 20) * MICRO,
    coverageMillionths: 830_000,
    dayOfFirstWeek: null,
    questions: 3,
    ...rest,
  };
}

export function board(rest: Partial<BoardView> = {}): BoardView {
  const rows = ['맨앞사람', 'second-by-a-hair', 'WWWWWWWWWWWWWWWWWWWW', '네번째'].map((handle, i) =>
    boardRow(handle, 34 - 12 * i, { rank: i + 1, place: i + 1 }),
  );
  return {
    questions: 3,
    ranked: rows.length,
    publishedAt: '2026-11-24T09:00:00.000Z',
    pool: rows.length,
    rows,
    limit: 100,
    page: 1,
    pages: 1,
    pageRows: 100,
    near: [],
    references: [
      boardRow(null, 18, { who: 'crowd' }),
      boardRow('author', 4, { who: 'author' }),
      boardRow(null, -7, { who: 'even' }),
    ],
    mine: rows[2] ?? null,
    ...rest,
  };
}
