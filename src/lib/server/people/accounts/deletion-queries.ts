import { sql, type Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';

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

/**
 * Refuses a mailbox or an identity, by its keyed hash, for thirty days from now.
 *
 * @param exceptTo the account that may have it again; null for none
 */
export async function refuseKey(tx: Tx, key: string, exceptTo: number | null): Promise<void> {
  await tx
    .insertInto('refusedMailbox')
    .values({ key, accountId: exceptTo })
    .onConflict((c) => c.column('key').doUpdateSet({ until: sql<Date>`excluded.until`, accountId: exceptTo }))
    .execute();
}

/** What an account gave up before it was deleted is refused to everybody. */
export async function forgetExceptions(tx: Tx, accountId: number): Promise<void> {
  await tx
    .updateTable('refusedMailbox')
    .set({ accountId: null })
    .where('accountId', '=', accountId)
    .execute();
}

/** @param asking the account that asks for it; null for a new one */
export async function isKeyRefused(db: Db, key: string, asking: number | null): Promise<boolean> {
  const row = await db
    .selectFrom('refusedMailbox')
    .select('key')
    .where('key', '=', key)
    .where('until', '>', sql<Date>`now_at()`)
    .where(sql<boolean>`(account_id is distinct from ${asking}::int or account_id is null)`)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteOldRefusals(db: Db): Promise<void> {
  await db
    .deleteFrom('refusedMailbox')
    .where('until', '<=', sql<Date>`now_at()`)
    .execute();
}
