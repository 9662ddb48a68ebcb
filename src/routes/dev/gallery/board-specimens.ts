/** Boards to look at. Made up, and the same at every visit. */
import type { AssumableView, BoardRow, BoardView, PossibleResult } from '#lib/types/leaderboard.ts';
import { AT, question } from './specimens.ts';

const MICRO = 1_000_000;

export function boardRow(handle: string | null, points: number, rest: Partial<BoardRow> = {}): BoardRow {
  return {
    handle,
    who: 'forecaster',
    rank: null,
    peerMicro: points * MICRO,
    baselineMicro: (points + 20) * MICRO,
    coverageMillionths: 830_000,
    questions: 3,
    ...rest,
  };
}

export function board(rest: Partial<BoardView> = {}): BoardView {
  const rows = ['맨앞사람', 'second-by-a-hair', 'WWWWWWWWWWWWWWWWWWWW', '네번째'].map((handle, i) =>
    boardRow(handle, 34 - 12 * i, { rank: i + 1 }),
  );
  return {
    questions: 3,
    ranked: rows.length,
    publishedAt: AT,
    rows,
    page: 1,
    pages: 1,
    references: [
      boardRow(null, 18, { who: 'crowd' }),
      boardRow('author', 4, { who: 'author' }),
      boardRow(null, -7, { who: 'even' }),
    ],
    mine: rows[2] ?? null,
    ...rest,
  };
}

/** A question of which a result can be assumed. */
export function assumable(slug: string, options: number, seats: number): AssumableView {
  const shown = question(options, seats);
  const slugs = shown.options.map((option) => option.slug);
  const results = slugs.map((_, i): PossibleResult => {
    const survivors = slugs.filter((__, j) => (seats === 1 ? j === i : j !== slugs.length - 1 - i));
    return { question: slug, survivors, isAuthors: i === 0, probability: (slugs.length - i) / 10 };
  });
  return { slug, title: shown.title, seats, options: shown.options, crowd: shown.crowd, results };
}
