// What only the server's command line does to accounts. The callers name an account by its handle or its verified address.
import type { Db } from '../../platform/db/connect.ts';
import { changeAs, COMMAND_LINE } from '../../platform/audit/service.ts';
import * as leaderboard from '../../results/leaderboard/service.ts';
import { findByLogin, findProfile, hasWayIn, setAdmin } from '../accounts/queries.ts';
import { ValidationError } from '../../platform/errors.ts';
import { setIsAuthor } from './service.ts';
import { findAccountOf, useToken } from '../accounts/recovery.ts';

export interface NamedAccount {
  id: number;
  handle: string;
  joinedAt: Date;
}

/** The account that an operator means; undefined also where an address is only claimed, or nobody can sign in to the account. */
export async function findAccount(db: Db, handleOrEmail: string): Promise<NamedAccount | undefined> {
  const found = await findByLogin(db, handleOrEmail);
  if (!found || !(await hasWayIn(db, found.id))) return undefined;
  const { handle, joinedAt } = await findProfile(db, found.id);
  return { id: found.id, handle, joinedAt };
}

/**
 * Makes an account an admin, or revokes it. A new admin's forecasts leave the crowd odds, and their sessions end.
 *
 * @returns whether anything changed
 */
export function setIsAdmin(db: Db, accountId: number, isAdmin: boolean): Promise<boolean> {
  return changeAs(db, COMMAND_LINE, async (tx) => {
    const isOther = await setAdmin(tx, accountId, isAdmin);
    if (isOther) await leaderboard.republish(tx, null);
    return isOther;
  });
}

const REASON = 'confirmed by a link from the server';

/** Whether a link makes this very account the author's. */
export async function isForAccount(db: Db, token: string | undefined, accountId: number): Promise<boolean> {
  return (await findAccountOf(db, 'author', token))?.id === accountId;
}

/**
 * Makes an account the author's by a link that the operator made on the server: the operator decides, and the person
 * confirms it.
 *
 * @throws ValidationError where the link is of another account, was used or is too old
 */
export async function confirmAuthor(db: Db, token: string, accountId: number): Promise<void> {
  const isOwn = await isForAccount(db, token, accountId);
  if (!isOwn || !(await db.transaction().execute((tx) => useToken(tx, 'author', token))))
    throw new ValidationError('form', 'link-expired');
  await setIsAuthor(db, { ...COMMAND_LINE, reason: REASON }, accountId, true);
}
