// Official leaderboards: read as stored when a result was published. No scores are computed here.
import type { Transaction } from 'kysely';
import type { BoardKind, BoardView } from '#lib/types/leaderboard.ts';
import { type Db, liftTimeouts } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { QuestionNotFoundError } from '../../platform/errors.ts';
import {
  type Cause,
  type EntryRecord,
  findBoard,
  insertEdition,
  lockBoards,
  readEntries,
} from './queries.ts';
import { listResolved, readRanked, readScoreEntries } from './selects.ts';
import { moveUp, type ReferenceSum, referenceRows, rowOf } from './rows.ts';

export const BOARD_KINDS: readonly BoardKind[] = ['all', 'final', 'side'];

export const PAGE_ROWS = 100;
/** What a board shows of its first page where the address names no page. */
export const FIRST_ROWS = 20;
/** How many rows above the reader's own are shown with it, and how many below. */
export const NEAR_ROWS = 2;
export const MOST_FOUND = 20;

export interface BoardRequest {
  /** From 1; clamped to the last page. */
  page: number;
  /** Most rows of the page; `PAGE_ROWS` by default. */
  limit?: number;
  /** Prefix of handles to search for instead of a page; empty for none. */
  search: string;
  /** Ranks only those who joined in the last thirty days. */
  newcomersOnly?: boolean;
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
  const { from, to, ...paging } = pageOf(request, found.ranked);
  const shown = { from, to, around: NEAR_ROWS, search, mostFound: MOST_FOUND, accountId };
  const entries = await readEntries(db, found, shown);
  const { questions, ranked, publishedAt } = found;
  return viewOf({ questions, ranked, pool: ranked, publishedAt, ...paging }, request, entries);
}

/** The leaderboard of one resolved question. @throws QuestionNotFoundError when it is not resolved */
export async function questionBoard(db: Db, slug: string, request: BoardRequest): Promise<BoardView> {
  const question = (await listResolved(db)).find((resolved) => resolved.slug === slug);
  if (!question) throw new QuestionNotFoundError(slug);
  const { id, version, publishedAt } = question;
  const { accountId, search } = request;
  const { excluded, last } = await readRanked(db, id, version);
  const ranked = (last[0]?.place ?? 0) - excluded.length;
  const { from, to, ...paging } = pageOf(request, ranked);
  const moved = excluded.length;
  const wanted = {
    ...{ from, to: to + moved, around: NEAR_ROWS + moved },
    ...{ search, mostFound: MOST_FOUND, accountId },
  };
  const read = await readScoreEntries(db, id, version, wanted);
  const [rows, near, mine] = [read.rows, read.near, read.mine].map((entries) =>
    entries.map((entry) => moveUp(entry, excluded)),
  ) as [EntryRecord[], EntryRecord[], EntryRecord[]];
  const about = { questions: 1, ranked, pool: ranked, publishedAt, ...paging };
  return viewOf(about, request, {
    ...read,
    mine,
    rows: search ? rows : rows.filter(isBetween(from, to)),
    near: near.filter(isBetween((mine[0]?.place ?? 0) - NEAR_ROWS, (mine[0]?.place ?? 0) + NEAR_ROWS)),
  });
}

const EMPTY: BoardView = {
  questions: 0,
  ranked: 0,
  pool: 0,
  publishedAt: null,
  rows: [],
  limit: PAGE_ROWS,
  page: 1,
  pages: 1,
  pageRows: PAGE_ROWS,
  near: [],
  references: [],
  mine: null,
};

/** The page of a request, the last one at most, with its first and last place. */
export function pageOf(
  { page: wanted, limit = PAGE_ROWS }: Pick<BoardRequest, 'page' | 'limit'>,
  ranked: number,
) {
  const pages = Math.max(1, Math.ceil(ranked / PAGE_ROWS));
  const page = Math.min(Math.max(1, wanted), pages);
  const from = (page - 1) * PAGE_ROWS + 1;
  return { page, pages, pageRows: PAGE_ROWS, limit, from, to: from + limit - 1 };
}

function isBetween(from: number, to: number) {
  return ({ place }: Pick<EntryRecord, 'place'>) => place !== null && place >= from && place <= to;
}

interface Entries {
  rows: EntryRecord[];
  near: EntryRecord[];
  mine: EntryRecord[];
  author: EntryRecord[];
  sums: ReferenceSum[];
}

function viewOf(
  about: Pick<BoardView, 'questions' | 'ranked' | 'pool' | 'limit' | 'page' | 'pages' | 'pageRows'> & {
    publishedAt: Date;
  },
  { hasAuthor, search }: BoardRequest,
  { rows, near, mine, author, sums }: Entries,
): BoardView {
  const [own] = mine;
  const shown = new Set(rows.map(({ place }) => place));
  const [theAuthor] = hasAuthor ? author : [];
  return {
    ...about,
    publishedAt: about.publishedAt.toISOString(),
    rows: rows.map(rowOf).filter(({ who }) => hasAuthor || who !== 'author'),
    near: search ? [] : near.filter(({ place }) => !shown.has(place)).map(rowOf),
    references: referenceRows(sums, theAuthor ? rowOf(theAuthor) : null, about.questions),
    mine: own ? rowOf(own) : null,
  };
}
