import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

interface NewPasskey {
  /** The credential's id, in base64url. */
  id: string;
  accountId: number;
  name: string;
  publicKey: Uint8Array;
  counter: number;
  transports: string[];
}

export async function insertPasskey(db: Db, { publicKey, ...passkey }: NewPasskey): Promise<void> {
  await db
    .insertInto('passkey')
    .values({ ...passkey, publicKey: Buffer.from(publicKey) })
    .execute();
}

export function findPasskey(db: Db, id: string) {
  return db
    .selectFrom('passkey')
    .select(['accountId', 'publicKey', 'counter', 'transports'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** An account's passkeys, oldest first. */
export function listPasskeys(db: Db, accountId: number) {
  return db
    .selectFrom('passkey')
    .select(['id', 'name', 'transports', 'addedAt', 'usedAt'])
    .where('accountId', '=', accountId)
    .orderBy('addedAt')
    .execute();
}

/**
 * Counts a use, unless another use has counted as far since: a copy of the authenticator would.
 *
 * @returns whether it was counted
 */
export async function countUse(db: Db, id: string, former: number, counter: number): Promise<boolean> {
  const result = await db
    .updateTable('passkey')
    .set({ counter, usedAt: sql<Date>`now_at()` })
    .where('id', '=', id)
    .where('counter', '=', former)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Removes a passkey of an account; the database refuses the last way to sign in. */
export async function removePasskey(db: Db, accountId: number, id: string): Promise<void> {
  await sql`select remove_passkey(${accountId}, ${id})`.execute(db);
}

/** Removes all passkeys of an account, whatever other ways in there are. Connects as the owner. */
export async function deletePasskeys(owner: Db, accountId: number): Promise<void> {
  await owner.deleteFrom('passkey').where('accountId', '=', accountId).execute();
}
