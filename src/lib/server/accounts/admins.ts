// What only the server's command line does to accounts. The callers name an account by its handle or its verified address.
import type { Db } from '../db/connect.ts';
import { changeAs, COMMAND_LINE } from '../audit/service.ts';
import * as leaderboard from '../leaderboard/service.ts';
import { findByLogin, findProfile, hasWayIn, setAdmin } from './queries.ts';

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
