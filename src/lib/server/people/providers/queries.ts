import { sql, type Transaction } from 'kysely';
import type { Provider } from '#lib/types/provider.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';

/** Who somebody is to a provider. */
export interface Identity {
  provider: Provider;
  /** The provider's own id of the person, which never changes. */
  subject: string;
}

/** The account that signs in by an identity. */
export async function findAccountOf(db: Db, { provider, subject }: Identity): Promise<number | null> {
  const row = await db
    .selectFrom('identity')
    .select('accountId')
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.accountId ?? null;
}

/** An account's identities, oldest first. */
export function listIdentities(db: Db, accountId: number) {
  return db
    .selectFrom('identity')
    .select(['provider', 'subject', 'linkedAt'])
    .where('accountId', '=', accountId)
    .orderBy('linkedAt')
    .execute();
}

/** Gives an account an identity; the database refuses one that is taken, and a second of the same provider. */
export async function linkIdentity(
  tx: Transaction<DB>,
  accountId: number,
  { provider, subject }: Identity,
): Promise<void> {
  await sql`select link_identity(${accountId}, ${provider}, ${subject})`.execute(tx);
}

/** Takes an account's identity away; the database refuses the last way to sign in. */
export async function unlinkIdentity(
  tx: Transaction<DB>,
  accountId: number,
  provider: Provider,
): Promise<void> {
  await sql`select unlink_identity(${accountId}, ${provider})`.execute(tx);
}
