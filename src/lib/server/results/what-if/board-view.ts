// Turns a computed board into rows with handles, for pages, event streams and the API.
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';
import type { Db } from '../../platform/db/connect.ts';
import { type BoardRequest, MOST_FOUND, NEAR_ROWS, pageOf } from '../leaderboard/service.ts';
import { referenceRows, whoIs } from '../leaderboard/rows.ts';
import type { ComputedBoard } from './compute.ts';
import { listByPrefix, listHandles } from './queries.ts';

/** Below this number of forecasters, newcomers or not, no ranks are shown. */
export const FEWEST_RANKED = 10;

/** @param fewest below so many on the board of everybody nobody has a rank */
export async function viewOf(
  db: Db,
  computed: ComputedBoard,
  request: BoardRequest,
  fewest = FEWEST_RANKED,
): Promise<BoardView> {
  const found = request.search ? await listByPrefix(db, request.search, MOST_FOUND) : null;
  const shown = withRanks(computed, fewest);
  const { from, to, ...paging } = pageOf(request, computed.ranked);
  const places = found
    ? found.map(({ id }) => indexOf(computed, id)).filter((index) => index >= 0)
    : indexesBetween(from - 1, to - 1, computed.ranked);
  const mine = indexOf(computed, request.accountId);
  const near = found ? [] : nearby(computed, mine).filter((index) => !places.includes(index));
  const accounts = await accountsAt(db, computed, [...places, ...near, mine]);
  const author = request.hasAuthor ? accounts.values().find(({ isAuthor }) => isAuthor) : undefined;
  const authorRow = author && rowAt(shown, accounts, indexOf(computed, author.id));
  return {
    questions: computed.counted,
    ranked: computed.ranked,
    pool: computed.pool,
    publishedAt: null,
    rows: rowsAt(shown, accounts, places),
    ...paging,
    near: rowsAt(shown, accounts, near),
    references: referenceRows(computed.references, authorRow ?? null, computed.counted),
    mine: rowAt(shown, accounts, mine),
  };
}

/** The row of one account, null when it is not on the board, with its neighbours. */
export async function ownRows(
  db: Db,
  computed: ComputedBoard,
  accountId: number,
): Promise<{ mine: BoardRow | null; near: BoardRow[] }> {
  const shown = withRanks(computed, FEWEST_RANKED);
  const mine = indexOf(computed, accountId);
  const near = nearby(computed, mine);
  const accounts = await accountsAt(db, computed, [mine, ...near]);
  return { mine: rowAt(shown, accounts, mine), near: rowsAt(shown, accounts, near) };
}

/** The board without ranks where the board of everybody has too few. */
function withRanks(board: ComputedBoard, fewest: number): ComputedBoard {
  return board.pool < fewest ? { ...board, ranks: new Int32Array(board.ranks.length) } : board;
}

/** Null without a board or a rank. */
export function rankOf(computed: ComputedBoard | null, accountId: number | null): number | null {
  if (!computed || computed.pool < FEWEST_RANKED) return null;
  return computed.ranks[indexOf(computed, accountId)] || null;
}

/** Index of an account on the board; −1 when it is not there. */
function indexOf({ accounts }: ComputedBoard, accountId: number | null): number {
  return accountId === null ? -1 : accounts.indexOf(accountId);
}

/** Indexes of ranked rows in a range, inclusive. */
function indexesBetween(from: number, to: number, ranked: number): number[] {
  const first = Math.max(0, from);
  return Array.from({ length: Math.max(0, Math.min(ranked - 1, to) - first + 1) }, (_, i) => first + i);
}

/** Indexes of a ranked row and its neighbours; none where it is not ranked. */
function nearby({ ranked }: ComputedBoard, index: number): number[] {
  const isRanked = index >= 0 && index < ranked;
  return isRanked ? indexesBetween(index - NEAR_ROWS, index + NEAR_ROWS, ranked) : [];
}

type Accounts = Map<number, Awaited<ReturnType<typeof listHandles>>[number]>;

/** The accounts at some indexes of a board, and the author. */
async function accountsAt(db: Db, board: ComputedBoard, indexes: number[]): Promise<Accounts> {
  const ids = indexes.filter((index) => index >= 0).map((index) => board.accounts[index]!);
  return new Map((await listHandles(db, ids)).map((account) => [account.id, account]));
}

function rowsAt(board: ComputedBoard, accounts: Accounts, indexes: readonly number[]): BoardRow[] {
  return indexes.map((index) => rowAt(board, accounts, index)).filter((row) => row !== null);
}

/** Row of the board by index; null for −1. */
function rowAt(board: ComputedBoard, accounts: Accounts, index: number): BoardRow | null {
  const account = accounts.get(board.accounts[index] ?? -1);
  if (!account) return null;
  return {
    handle: account.handle,
    who: whoIs(account),
    rank: board.ranks[index] || null,
    place: index < board.ranked ? index + 1 : null,
    peerMicro: board.peerMicro[index]!,
    baselineMicro: board.baselineMicro[index]!,
    coverageMillionths: board.coverageMillionths[index]!,
    dayOfFirstWeek: account.dayOfFirstWeek,
    questions: board.questions[index]!,
  };
}
