// Admin flags, which only the server's command line sets.
import type { Db } from '../db/connect.ts';
import { changeAs, COMMAND_LINE } from '../audit/service.ts';
import * as leaderboard from '../leaderboard/service.ts';
import { normaliseEmail } from './email.ts';
import { listByEmailOrHandle, setAdmin } from './queries.ts';

/** `ambiguous`: several accounts claim the address, so the operator must give a handle. */
export type AdminChange =
  | { result: 'done' | 'unchanged'; handle: string; joinedAt: Date }
  | { result: 'unknown' }
  | { result: 'ambiguous'; handles: string[] };

/** Makes an account an admin, by e-mail or handle. Its forecasts leave the crowd odds. */
export function makeAdmin(db: Db, emailOrHandle: string): Promise<AdminChange> {
  return change(db, emailOrHandle, true);
}

/** Removes the admin flag. */
export function revokeAdmin(db: Db, emailOrHandle: string): Promise<AdminChange> {
  return change(db, emailOrHandle, false);
}

async function change(db: Db, emailOrHandle: string, isAdmin: boolean): Promise<AdminChange> {
  const found = await listByEmailOrHandle(db, normaliseEmail(emailOrHandle));
  const verified = found.filter((account) => account.emailVerifiedAt !== null);
  const meant = verified.length > 0 ? verified : found;
  const [account] = meant;
  if (!account) return { result: 'unknown' };
  if (meant.length > 1) return { result: 'ambiguous', handles: meant.map(({ handle }) => handle) };
  const changed = await changeAs(db, COMMAND_LINE, async (tx) => {
    const isOther = await setAdmin(tx, account.id, isAdmin);
    if (isOther) await leaderboard.republish(tx, null);
    return isOther;
  });
  return { result: changed ? 'done' : 'unchanged', handle: account.handle, joinedAt: account.joinedAt };
}
