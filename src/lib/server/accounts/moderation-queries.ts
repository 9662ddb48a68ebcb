// Accounts as the admin pages read and change them: flags, never an e-mail address or a password.
import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

type Tx = Transaction<DB>;

const columns = ['id', 'handle', 'joinedAt', 'isAuthor', 'isAdmin', 'excludedAt'] as const;

function accounts(db: Db) {
  return db
    .selectFrom('account')
    .select(columns)
    .select(
      sql<number>`(
        select count(*)::int from standing where account_id = account.id and permille is not null
      )`.as('forecasts'),
    );
}

/** The author, admins and excluded accounts. */
export function listFlagged(db: Db) {
  return accounts(db)
    .where(sql<boolean>`is_flagged(account)`)
    .orderBy('handleKey')
    .execute();
}

/** Accounts whose handle contains a text. */
export function listByHandlePart(db: Db, part: string, limit: number) {
  return accounts(db)
    .where(sql<boolean>`strpos(handle_key, lower(${part})) > 0`)
    .orderBy('handleKey')
    .limit(limit)
    .execute();
}

export function findByHandle(db: Db, handle: string) {
  return accounts(db)
    .where('handleKey', '=', sql<string>`lower(${handle})`)
    .executeTakeFirst();
}

export function findAuthor(db: Db) {
  return db.selectFrom('account').select(['id', 'handle']).where('isAuthor', '=', true).executeTakeFirst();
}

/** Key of the advisory lock that serialises changes of the author. */
const AUTHOR_LOCK = 18009;

/** Serialises changes of the author's flag, so that no two accounts have it. */
export async function lockAuthor(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${AUTHOR_LOCK}, 0)`.execute(tx);
}

/** Removes the author's flag from every account. */
export async function clearAuthor(tx: Tx): Promise<void> {
  await tx.updateTable('account').set({ isAuthor: false }).where('isAuthor', '=', true).execute();
}

export async function setAuthor(tx: Tx, accountId: number): Promise<void> {
  await tx.updateTable('account').set({ isAuthor: true }).where('id', '=', accountId).execute();
}
