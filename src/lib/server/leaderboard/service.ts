// Official leaderboards: read as stored when a result was published. No scores are computed here.
import type { Transaction } from 'kysely';
import type { BoardKind, BoardView } from '#lib/types/leaderboard.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { liftTimeouts } from '../db/timeouts.ts';
import { QuestionNotFoundError } from '../errors.ts';
import { type EntryRecord, findBoard, readEntries } from './queries.ts';
import { listResolved, readRanked, readScoreEntries } from './question-queries.ts';
import { type Cause, insertEdition, lockBoards } from './republish-queries.ts';
import { moveUp, type ReferenceSum, referenceRows, rowOf } from './rows.ts';

export const BOARD_KINDS: readonly BoardKind[] = ['all', 'final', 'side'];

export const PAGE_ROWS = 100;
export const MOST_FOUND = 20;

export interface BoardRequest {
  /** From 1; clamped to the last page. */
  page: number;
  /** Prefix of handles to search for instead of a page; empty for none. */
  search: string;
  /** The reader's account, or null. */
  accountId: number | null;
  hasAuthor: boolean;
}

/**
 * Stores a new edition of every board: peer scores summed over the latest version of each question that is resolved and
 * not annulled; standard competition ranking of those who may be ranked now. Nothing before the first result. Lifts the
 * transaction's time limits: with a million forecasters each board takes half a minute.
 *
 * @param cause the resolution that caused it, if any
 * @param onBoard called with the number of boards done and of all
 */
export async function republish(
  tx: Transaction<DB>,
  cause: Cause | null,
  onBoard: (done: number, all: number) => void = () => undefined,
): Promise<void> {
  await liftTimeouts(tx);
  onBoard(0, BOARD_KINDS.length);
  await lockBoards(tx);
  for (const [i, kind] of BOARD_KINDS.entries()) {
    await insertEdition(tx, kind, cause);
    onBoard(i + 1, BOARD_KINDS.length);
  }
}

/** A leaderboard over many questions; without rows before the first result. */
export async function board(db: Db, kind: BoardKind, request: BoardRequest): Promise<BoardView> {
  const found = await findBoard(db, kind);
  if (!found || found.questions === 0) return EMPTY;
  const { accountId, search } = request;
  const { from, to, ...paging } = pageOf(request.page, found.ranked);
  const shown = { from, to, search, mostFound: MOST_FOUND, accountId };
  const entries = await readEntries(db, found, shown);
  const { questions, ranked, publishedAt } = found;
  return viewOf({ questions, ranked, publishedAt, ...paging }, request, entries);
}

/** The leaderboard of one resolved question. @throws QuestionNotFoundError when it is not resolved */
export async function questionBoard(db: Db, slug: string, request: BoardRequest): Promise<BoardView> {
  const question = (await listResolved(db)).find((resolved) => resolved.slug === slug);
  if (!question) throw new QuestionNotFoundError(slug);
  const { id, version, publishedAt } = question;
  const { accountId, search } = request;
  const { excluded, last } = await readRanked(db, id, version);
  const ranked = (last[0]?.place ?? 0) - excluded.length;
  const { from, to, ...paging } = pageOf(request.page, ranked);
  const wanted = { from, to: to + excluded.length, search, mostFound: MOST_FOUND, accountId };
  const { rows, mine, author, sums } = await readScoreEntries(db, id, version, wanted);
  const moved = rows.map((row) => moveUp(row, excluded));
  const shown = search ? moved : moved.filter(({ place }) => place !== null && place >= from && place <= to);
  const own = mine.map((entry) => moveUp(entry, excluded));
  const about = { questions: 1, ranked, publishedAt, ...paging };
  return viewOf(about, request, { rows: shown, mine: own, author, sums });
}

const EMPTY: BoardView = {
  questions: 0,
  ranked: 0,
  publishedAt: null,
  rows: [],
  page: 1,
  pages: 1,
  references: [],
  mine: null,
};

function pageOf(wanted: number, ranked: number) {
  const pages = Math.max(1, Math.ceil(ranked / PAGE_ROWS));
  const page = Math.min(Math.max(1, wanted), pages);
  return { page, pages, from: (page - 1) * PAGE_ROWS + 1, to: page * PAGE_ROWS };
}

interface Entries {
  rows: EntryRecord[];
  mine: EntryRecord[];
  author: EntryRecord[];
  sums: ReferenceSum[];
}

function viewOf(
  about: Pick<BoardView, 'questions' | 'ranked' | 'page' | 'pages'> & { publishedAt: Date },
  { hasAuthor }: BoardRequest,
  { rows, mine, author, sums }: Entries,
): BoardView {
  const [own] = mine;
  const [theAuthor] = hasAuthor ? author : [];
  return {
    ...about,
    publishedAt: about.publishedAt.toISOString(),
    rows: rows.map(rowOf).filter(({ who }) => hasAuthor || who !== 'author'),
    references: referenceRows(sums, theAuthor ? rowOf(theAuthor) : null, about.questions),
    mine: own ? rowOf(own) : null,
  };
}
