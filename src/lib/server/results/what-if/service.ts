// What-if boards for pages and the API: the leaderboard as it would be under assumed results of open questions.
import { picksOf, SEAT } from '#lib/domain/seats.ts';
import { listSets, MAX_SETS, setCount, survivorSets } from '#lib/domain/survivor-sets.ts';
import type {
  AssumableView,
  BoardView,
  KeptPoints,
  OwnBoardView,
  PossibleResult,
} from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { WatchedBoard } from '../../forecasts/live/board-watch.ts';
import { type Assumption, keyOf, parseAssumptions, textsOf } from './assumption.ts';
import type { BoardRequest } from '../leaderboard/service.ts';
import { ownRows, rankOf, viewOf } from './board-view.ts';
import type { WhatIfBoards } from './boards.ts';
import { leadQuestion } from '../../questions/lead.ts';
import { keptPoints } from '#lib/domain/earnings.ts';
import { isInFirstWeek } from '../leaderboard/queries.ts';
import type { Moment } from '../../questions/moment.ts';

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
function isAssumable({ scored, phase }: QuestionView): boolean {
  return scored && (phase === 'open' || phase === 'closed');
}

/** Every result with as many survivors as seats, the crowd's likeliest first; empty when there are too many to list. */
function resultsOf(question: QuestionView): PossibleResult[] {
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

// Which results a page offers to assume, and which results its address assumes. Pure.

/** Every question whose result may be assumed, the lead question first. */
export function assumablesOf(all: readonly QuestionView[]): AssumableView[] {
  const lead = leadQuestion(all);
  // Older editions of `final` follow from the newest one, so they are no choice of their own.
  const isEdition = (question: QuestionView) => isFinal(question) && !isFirst(question);
  const isFirst = (question: QuestionView) => question === lead;
  const isFinal = (question: QuestionView) => question.kind === 'final';
  return all
    .filter((question) => isAssumable(question) && !isEdition(question))
    .toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || Number(isFinal(b)) - Number(isFinal(a)))
    .map(assumableOf)
    .filter(({ results }) => results.length > 0);
}

function assumableOf(question: QuestionView): AssumableView {
  const { slug, title, seats, options, crowd } = question;
  return { slug, title, seats, options, crowd, results: resultsOf(question) };
}

/** Number of older editions of `final` that the assumptions decide; annulled ones are not. */
export function earlierEditions(all: readonly QuestionView[], assumptions: readonly Assumption[]): number {
  const lead = leadQuestion(all);
  if (lead?.kind !== 'final' || !assumptions.some(({ question }) => question === lead.slug)) return 0;
  return all.filter(({ kind, scored, phase, slug }) => {
    const isDecided = scored && phase !== 'annulled' && phase !== 'upcoming';
    return kind === 'final' && slug !== lead.slug && isDecided;
  }).length;
}

/** The crowd's likeliest result of the first question; null when no result can be assumed. */
export function favouriteOf([first]: readonly AssumableView[]): Assumption | null {
  const favourite = first?.results[0];
  return favourite ? { question: favourite.question, survivors: favourite.survivors } : null;
}

/** The assumptions of an address, or why they cannot be made. */
type ReadAssumptions =
  { assumptions: Assumption[] } | { unknown: true } | { decided: QuestionView; isAnnulled: boolean };

/** Parses the assumptions of an address; questions with a result cannot be assumed. */
export function readAssumptions(texts: readonly string[], all: readonly QuestionView[]): ReadAssumptions {
  const fields = all.map(({ slug, options }) => ({ slug, options: options.map((option) => option.slug) }));
  const assumptions = parseAssumptions(texts, fields);
  const assumed = assumptions?.flatMap(({ question }) => all.find(({ slug }) => slug === question) ?? []);
  const decided = assumed?.find(({ resolution }) => resolution !== null);
  if (decided) return { decided, isAnnulled: decided.phase === 'annulled' };
  return assumptions && assumed?.every(isAssumable) ? { assumptions } : { unknown: true };
}

/**
 * What the reader's forecast earns if it is kept until the end: right in its likeliest result, wrong in the one that earns
 * least (see `keptPoints`).
 *
 * @returns null after the reader's first week, without a forecast, and where every result earns the same
 */
export function keptFor(moment: Moment, question: QuestionView | undefined): KeptPoints | null {
  if (!question?.mine || !isInFirstWeek(moment)) return null;
  const kept = keptPoints(question.mine.permille, question.seats);
  return kept.right > kept.wrong ? kept : null;
}
