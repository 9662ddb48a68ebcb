// What-if boards for pages and the API: the leaderboard as it would be under assumed results of open questions.
import { picksOf, SEAT } from '#lib/domain/seats.ts';
import { MAX_SETS, setCount, listSets, survivorSets } from '#lib/domain/survivor-sets.ts';
import type { BoardView, OwnBoardView, PossibleResult } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Db } from '../db/connect.ts';
import type { WatchedBoard } from '../live/board-watch.ts';
import { type Assumption, keyOf, textsOf } from './assumption.ts';
import { ownRow, rankOf, viewOf, type WhatIfRequest } from './board-view.ts';
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
  request: WhatIfRequest,
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
  request: WhatIfRequest,
): Promise<{ board: BoardView; ranks: (number | null)[] } | null> {
  const [computed = null, ...others] = await boards.boards([assumptions, ...under]);
  if (!computed) return null;
  return {
    board: await viewOf(db, computed, request),
    ranks: others.map((each) => rankOf(each, request.accountId)),
  };
}

/** One account's row and ranks. @returns null when a question is no longer open */
export async function ownBoard(
  { db, boards }: BoardSource,
  accountId: number,
  assumptions: readonly Assumption[],
  under: readonly (readonly Assumption[])[],
): Promise<OwnBoardView | null> {
  const [computed = null, ...others] = await boards.boards([assumptions, ...under]);
  if (!computed) return null;
  return {
    mine: await ownRow(db, computed, accountId),
    ranks: others.map((each) => rankOf(each, accountId)),
  };
}

/** A board for `BoardWatch`: its first rows, the same for every page. */
export function watched(
  source: WhatIfSource,
  assumptions: readonly Assumption[],
  rows: number,
): WatchedBoard {
  const { db, boards, config } = source;
  const request = { page: 1, search: '', accountId: null, hasAuthor: config.authorName !== null, rows };
  return {
    key: `${keyOf(assumptions)} ${rows}`,
    async load() {
      // Loaded because something changed: a cached board would be from before the change.
      const [computed = null] = await boards.boards([assumptions], Date.now());
      if (!computed) return null;
      const view = await viewOf(db, computed, request);
      const { questions, ranked, references } = view;
      return { assume: textsOf(assumptions), questions, ranked, rows: view.rows, references };
    },
  };
}
