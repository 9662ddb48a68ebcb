// Accounts on the admin pages: search, and the author's flag.
import type { AdminAccountView } from '#lib/types/people.ts';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import * as leaderboard from '../../results/leaderboard/service.ts';
import { AppError, ValidationError } from '../../platform/errors.ts';
import {
  clearAuthor,
  findAuthor as findAuthorAccount,
  findByHandle,
  listByHandlePart,
  listFlagged,
  lockAuthor,
  setAuthor,
} from './queries.ts';

type Row = NonNullable<Awaited<ReturnType<typeof findByHandle>>>;

/** Accounts whose handle contains `part`; where it is empty, the author, admins and excluded accounts. */
export async function list(db: Db, part: string): Promise<AdminAccountView[]> {
  const rows = part === '' ? await listFlagged(db) : await listByHandlePart(db, part, leaderboard.MOST_FOUND);
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
 * Sets or removes the author's flag. There is at most one author: setting it removes it from the previous one. The actor
 * has a reason, and it is not their own account.
 */
export function setIsAuthor(db: Db, by: Actor, accountId: number, isAuthor: boolean): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (isAuthor && accountId === by.accountId) throw new ValidationError('form', 'own-account', 403);
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
