// Deletion of an account: its row stays under a neutral name, because the log and scores refer to it, and nothing in it
// leads to the person. See docs/decisions/016-deletion.md.
import { createHmac } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { getSecret } from '../../platform/db/secret.ts';
import { ValidationError, whereViolated } from '../../platform/errors.ts';
import { deleteAccount, forgetExceptions, isKeyRefused, lockAccount, refuseKey } from './deletion-queries.ts';
import { type Identity, listIdentities } from '../providers/queries.ts';
import { deletedLetter, notify, type Post } from './letters.ts';

const ADMIN = new ValidationError('form', 'deletion-of-admin', 403);

/**
 * Deletes an account in one transaction: its standing forecasts on open questions are withdrawn, its sessions end, and its
 * verified mailbox and its identities verify no other account for thirty days.
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
      const identities = await listIdentities(tx, accountId);
      await deleteAccount(tx, accountId);
      if (mailboxKey && emailVerifiedAt) await refuseKey(tx, await refusalKey(tx, mailboxKey), null);
      for (const identity of identities) await refuseIdentity(tx, identity, null);
      await forgetExceptions(tx, accountId);
    })
    .catch(whereViolated({ account_deleted_is_nobody: ADMIN }));
}

/** Whether a mailbox, by its key, belonged to an account that was deleted in the last thirty days. */
export async function isMailboxRefused(db: Db, mailboxKey: string): Promise<boolean> {
  return isKeyRefused(db, await refusalKey(db, mailboxKey), null);
}

/** Refuses an identity for thirty days. @param exceptTo the account that may have it again; null for none */
export async function refuseIdentity(
  tx: Transaction<DB>,
  { provider, subject }: Identity,
  exceptTo: number | null,
): Promise<void> {
  await refuseKey(tx, await refusalKey(tx, `${provider} ${subject}`), exceptTo);
}

/**
 * Whether an identity belonged to another account in the last thirty days.
 *
 * @param asking the account that is to have it; null for a new one
 */
export async function isIdentityRefused(
  db: Db,
  { provider, subject }: Identity,
  asking: number | null,
): Promise<boolean> {
  return isKeyRefused(db, await refusalKey(db, `${provider} ${subject}`), asking);
}

/** @param name a mailbox's key, which has no space, or provider and subject */
async function refusalKey(db: Db, name: string): Promise<string> {
  const secret = await getSecret(db, 'deleted-mailbox');
  return createHmac('sha256', secret).update(name).digest('hex');
}
