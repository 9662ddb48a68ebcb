// Deletion of an account: its row stays under a neutral name, because the log and scores refer to it, and nothing in it
// leads to the person. See docs/decisions/016-deletion.md.
import { createHmac } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { getSecret } from '../db/secret.ts';
import { ValidationError, whereViolated } from '../errors.ts';
import { deleteAccount, insertRefusedMailbox, isKeyRefused, lockAccount } from './deletion-queries.ts';
import { deletedLetter } from './letters.ts';
import { notify, type Post } from './notify.ts';

const ADMIN = new ValidationError('form', 'deletion-of-admin', 403);

/**
 * Deletes an account in one transaction: its standing forecasts on open questions are withdrawn, its sessions end, and its
 * verified mailbox verifies no other account for thirty days.
 *
 * @throws ValidationError for admins and the author, whose decisions and picks are public under their names: the flag is
 * revoked first
 */
export function deleteOwn(db: Db, post: Post, accountId: number): Promise<void> {
  return db
    .transaction()
    .execute(async (tx) => {
      const { mailboxKey, emailVerifiedAt } = await lockAccount(tx, accountId);
      await notify(tx, post, accountId, deletedLetter);
      await deleteAccount(tx, accountId);
      if (mailboxKey && emailVerifiedAt) await insertRefusedMailbox(tx, await refusalKey(tx, mailboxKey));
    })
    .catch(whereViolated({ account_deleted_is_nobody: ADMIN }));
}

/** Whether a mailbox, by its key, belonged to an account that was deleted in the last thirty days. */
export async function isMailboxRefused(db: Db, mailboxKey: string): Promise<boolean> {
  return isKeyRefused(db, await refusalKey(db, mailboxKey));
}

async function refusalKey(db: Db, mailboxKey: string): Promise<string> {
  const secret = await getSecret(db, 'deleted-mailbox');
  return createHmac('sha256', secret).update(mailboxKey).digest('hex');
}
