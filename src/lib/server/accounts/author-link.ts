import { COMMAND_LINE } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import { ValidationError } from '../errors.ts';
import { setIsAuthor } from './moderation.ts';
import { findAccountOf, useToken } from './tokens.ts';

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
