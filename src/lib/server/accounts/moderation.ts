// The admin pages of accounts: finding them, and who is the author.
import type { AdminAccountView } from '#lib/types/people.ts';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import * as leaderboard from '../leaderboard/service.ts';
import { AppError, ValidationError } from '../errors.ts';
import {
  clearAuthor,
  findAuthor as findAuthorAccount,
  findByHandle,
  listByHandlePart,
  listFlagged,
  lockAuthor,
  setAuthor,
} from './moderation-queries.ts';

/** More are not shown of a search: more letters of the handle find the one. */
export const MOST_FOUND = 20;

type Row = NonNullable<Awaited<ReturnType<typeof findByHandle>>>;

/** The accounts whose handles have these letters; without any, those that are not ordinary forecasters. */
export async function list(db: Db, part: string): Promise<AdminAccountView[]> {
  const rows = part === '' ? await listFlagged(db) : await listByHandlePart(db, part, MOST_FOUND);
  return rows.map(viewOf);
}

/** The author's account; undefined where there is none. */
export function findAuthor(db: Db): Promise<{ id: number; handle: string } | undefined> {
  return findAuthorAccount(db);
}

/** @throws AppError (404) */
export async function get(db: Db, handle: string): Promise<AdminAccountView & { id: number }> {
  const row = await findByHandle(db, handle);
  if (!row) throw new AppError('account-not-found', 404, 'There is no account with this handle.');
  return { id: row.id, ...viewOf(row) };
}

/**
 * Makes an account the author's, or no longer so. There is one author at most: whoever was it before is it no more.
 * The actor says why.
 */
export function setIsAuthor(db: Db, by: Actor, accountId: number, isAuthor: boolean): Promise<void> {
  return changeAs(db, by, async (tx) => {
    await lockAuthor(tx);
    const author = await findAuthor(tx);
    if ((author?.id === accountId) === isAuthor) throw new ValidationError('form', 'already-so');
    await clearAuthor(tx);
    if (isAuthor) await setAuthor(tx, accountId);
    await leaderboard.republish(tx, null);
  });
}

function viewOf(row: Row): AdminAccountView {
  return {
    handle: row.handle,
    joinedAt: row.joinedAt.toISOString(),
    isAuthor: row.isAuthor,
    isAdmin: row.isAdmin,
    excludedAt: row.excludedAt?.toISOString() ?? null,
    forecasts: row.forecasts,
  };
}
