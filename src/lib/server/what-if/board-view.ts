// Turns a computed board into rows with handles, for pages, event streams and the API.
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';
import type { Db } from '../db/connect.ts';
import type { BoardRequest } from '../leaderboard/service.ts';
import { MOST_FOUND, PAGE_ROWS } from '../leaderboard/service.ts';
import { referenceRows, whoIs } from '../leaderboard/rows.ts';
import type { ComputedBoard } from './compute.ts';
import { listByPrefix, listHandles } from './queries.ts';

/** Below this number of forecasters no ranks are shown. */
export const FEWEST_RANKED = 10;

export interface WhatIfRequest extends BoardRequest {
  /** Limit of rows; the whole page by default. */
  rows?: number;
}

export async function viewOf(db: Db, computed: ComputedBoard, request: WhatIfRequest): Promise<BoardView> {
  const found = request.search ? await listByPrefix(db, request.search, MOST_FOUND) : null;
  const pages = Math.max(1, Math.ceil(computed.ranked / PAGE_ROWS));
  const page = Math.min(Math.max(1, request.page), pages);
  const places = found
    ? found.map(({ id }) => placeOf(computed, id)).filter((place) => place >= 0)
    : placesFrom((page - 1) * PAGE_ROWS, computed.ranked, request.rows ?? PAGE_ROWS);
  const mine = placeOf(computed, request.accountId);
  const accounts = await accountsAt(db, computed, [...places, mine]);
  const author = request.hasAuthor ? accounts.values().find(({ isAuthor }) => isAuthor) : undefined;
  const authorRow = author && rowAt(computed, accounts, placeOf(computed, author.id));
  return {
    questions: computed.counted,
    ranked: computed.ranked,
    publishedAt: null,
    rows: places.map((place) => rowAt(computed, accounts, place)).filter((row) => row !== null),
    page,
    pages,
    references: referenceRows(computed.references, authorRow ?? null, computed.counted),
    mine: rowAt(computed, accounts, mine),
  };
}

/** The row of one account; null when it is not on the board. */
export async function ownRow(db: Db, computed: ComputedBoard, accountId: number): Promise<BoardRow | null> {
  const place = placeOf(computed, accountId);
  return rowAt(computed, await accountsAt(db, computed, [place]), place);
}

/** Null without a board or a rank. */
export function rankOf(computed: ComputedBoard | null, accountId: number | null): number | null {
  if (!computed || computed.ranked < FEWEST_RANKED) return null;
  return computed.ranks[placeOf(computed, accountId)] || null;
}

/** Index of an account on the board; −1 when it is not there. */
function placeOf({ accounts }: ComputedBoard, accountId: number | null): number {
  return accountId === null ? -1 : accounts.indexOf(accountId);
}

function placesFrom(from: number, ranked: number, most: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(ranked - from, most)) }, (_, i) => from + i);
}

type Accounts = Map<number, Awaited<ReturnType<typeof listHandles>>[number]>;

/** The accounts at some indexes of a board, and the author. */
async function accountsAt(db: Db, board: ComputedBoard, places: number[]): Promise<Accounts> {
  const ids = places.filter((place) => place >= 0).map((place) => board.accounts[place]!);
  return new Map((await listHandles(db, ids)).map((account) => [account.id, account]));
}

/** Row of the board by index; null for −1. */
function rowAt(board: ComputedBoard, accounts: Accounts, place: number): BoardRow | null {
  const account = accounts.get(board.accounts[place] ?? -1);
  if (!account) return null;
  return {
    handle: account.handle,
    who: whoIs(account),
    rank: board.ranked >= FEWEST_RANKED ? board.ranks[place] || null : null,
    peerMicro: board.peerMicro[place]!,
    baselineMicro: board.baselineMicro[place]!,
    coverageMillionths: board.coverageMillionths[place]!,
    questions: board.questions[place]!,
  };
}
