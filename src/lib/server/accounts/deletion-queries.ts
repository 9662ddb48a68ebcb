import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

type Tx = Transaction<DB>;

/** Keeps the verified address of an account as it is until the transaction ends. */
export function lockAccount(tx: Tx, accountId: number) {
  return tx
    .selectFrom('account')
    .select(['mailboxKey', 'emailVerifiedAt'])
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Withdraws the standing forecasts on open questions and removes everything that names the person. */
export async function deleteAccount(tx: Tx, accountId: number): Promise<void> {
  await sql`select delete_account(${accountId})`.execute(tx);
}

/** Refuses a mailbox, by its keyed hash, for thirty days from now. */
export async function insertRefusedMailbox(tx: Tx, key: string): Promise<void> {
  await tx
    .insertInto('refusedMailbox')
    .values({ key })
    .onConflict((c) => c.column('key').doUpdateSet({ until: sql<Date>`excluded.until` }))
    .execute();
}

export async function isKeyRefused(db: Db, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('refusedMailbox')
    .select('key')
    .where('key', '=', key)
    .where('until', '>', sql<Date>`now_at()`)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteOldRefusals(db: Db): Promise<void> {
  await db
    .deleteFrom('refusedMailbox')
    .where('until', '<=', sql<Date>`now_at()`)
    .execute();
}
