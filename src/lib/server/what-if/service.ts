// What-if boards for pages and the API: the leaderboard as it would be under assumed results of open questions.
import { picksOf, SEAT } from '#lib/domain/seats.ts';
import { MAX_SETS, setCount, listSets, survivorSets } from '#lib/domain/survivor-sets.ts';
import type { BoardView, OwnBoardView, PossibleResult } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Db } from '../db/connect.ts';
import type { WatchedBoard } from '../live/board-watch.ts';
import { type Assumption, keyOf, textsOf } from './assumption.ts';
import type { BoardRequest } from '../leaderboard/service.ts';
import { ownRows, rankOf, viewOf } from './board-view.ts';
import type { WhatIfBoards } from './boards.ts';

/** Most results of a question that are shown as tabs. */
export const MOST_TABS = 6;

/** The part of the app that boards need. */
interface WhatIfSource {
  db: Db;
  boards: WhatIfBoards;
  config: { authorName: string | null };
}

type BoardSource = Pick<WhatIfSource, 'db' | 'boards'>;

/** Whether a result of the question may be assumed. */
export function isAssumable({ scored, phase }: QuestionView): boolean {
  return scored && (phase === 'open' || phase === 'closed');
}

/** Every result with as many survivors as seats, the crowd's likeliest first; empty when there are too many to list. */
export function resultsOf(question: QuestionView): PossibleResult[] {
  const { options, seats, crowd, author } = question;
  if (setCount(options.length, seats) > MAX_SETS) return [];
  const sets = crowd.permille
    ? survivorSets(
        crowd.permille.map((p) => p / SEAT),
        seats,
      )
    : listSets(options.length, seats).map((members) => ({ members, probability: null }));
  const authorPicks = author && picksOf(author.permille, seats);
  return sets.map(({ members, probability }) => ({
    question: question.slug,
    survivors: members.map((i) => options[i]!.slug),
    isAuthors: authorPicks !== null && String(authorPicks.toSorted((a, b) => a - b)) === String(members),
    probability,
  }));
}

/** @returns null when a question is no longer open */
export async function board(
  source: BoardSource,
  assumptions: readonly Assumption[],
  request: BoardRequest,
): Promise<BoardView | null> {
  return (await boardWithRanks(source, assumptions, [], request))?.board ?? null;
}

/**
 * A board, and the reader's rank under each of other results, from one job.
 *
 * @returns null when a question is no longer open
 */
export async function boardWithRanks(
  { db, boards }: BoardSource,
  assumptions: readonly Assumption[],
  under: readonly (readonly Assumption[])[],
  request: BoardRequest,
): Promise<{ board: BoardView; ranks: (number | null)[] } | null> {
  const { newcomersOnly = false } = request;
  const [computed = null, ...others] = await boards.boards([assumptions, ...under], { newcomersOnly });
  if (!computed) return null;
  return {
    board: await viewOf(db, computed, request),
    ranks: others.map((each) => rankOf(each, request.accountId)),
  };
}

/**
 * The newcomers on the official board over all questions, by the same points. Computed with the what-if boards: ranked are
 * those who may be ranked now, also who was verified since the last result was published.
 */
export async function officialNewcomers(
  { db, boards }: BoardSource,
  request: BoardRequest,
): Promise<BoardView> {
  const [computed] = await boards.boards([[]], { newcomersOnly: true });
  // Without an assumption there is always a board.
  return viewOf(db, computed!, request, 0);
}

/** One account's row with its neighbours, and its ranks. @returns null when a question is no longer open */
export async function ownBoard(
  { db, boards }: BoardSource,
  accountId: number,
  assumptions: readonly Assumption[],
  under: readonly (readonly Assumption[])[],
  newcomersOnly = false,
): Promise<OwnBoardView | null> {
  const [computed = null, ...others] = await boards.boards([assumptions, ...under], { newcomersOnly });
  if (!computed) return null;
  return {
    ...(await ownRows(db, computed, accountId)),
    ranks: others.map((each) => rankOf(each, accountId)),
  };
}

/** A board for `BoardWatch`: its first rows, the same for every page. */
export function watched(
  source: WhatIfSource,
  assumptions: readonly Assumption[],
  { limit, newcomersOnly = false }: { limit: number; newcomersOnly?: boolean },
): WatchedBoard {
  const { db, boards, config } = source;
  const request = { page: 1, search: '', accountId: null, hasAuthor: config.authorName !== null, limit };
  return {
    key: `${keyOf(assumptions)} ${limit}${newcomersOnly ? ' newcomers' : ''}`,
    async load() {
      // Loaded because something changed: a cached board would be from before the change.
      const [computed = null] = await boards.boards([assumptions], { since: Date.now(), newcomersOnly });
      if (!computed) return null;
      const view = await viewOf(db, computed, request);
      const { questions, ranked, pool, rows, references } = view;
      return {
        assume: textsOf(assumptions),
        newcomersOnly,
        limit,
        questions,
        ranked,
        pool,
        rows,
        references,
      };
    },
  };
}
