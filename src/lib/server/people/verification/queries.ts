// Selects that other features read in one statement with theirs.
import { sql, type Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB, UnverifiedPolicy } from '../../platform/db/schema.generated.ts';

/** Select of whether an account is verified, by an e-mail address or an identity, as `isVerified`. */
export function selectIsVerified(db: Db, accountId: number) {
  return db
    .selectFrom('account')
    .select(sql<boolean>`email_verified_at is not null or is_identified`.as('isVerified'))
    .where('id', '=', accountId);
}

type Tx = Transaction<DB>;

export type CrowdWeight = UnverifiedPolicy['crowdWeight'];

/** The claimed or verified address of an account. */
export function findEmail(db: Db, accountId: number) {
  return db
    .selectFrom('account')
    .select(['email', 'emailVerifiedAt', 'isIdentified'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
}

/** Another account that has verified an address of the same mailbox. */
export function findOtherOwner(db: Db, email: string, accountId: number) {
  return db
    .selectFrom('account')
    .select('handle')
    .where('mailboxKey', '=', sql<string>`mailbox_key(${email})`)
    .where('emailVerifiedAt', 'is not', null)
    .where('id', '!=', accountId)
    .executeTakeFirst();
}

interface NewCode {
  accountId: number;
  email: string;
  codeHash: string;
  browserHash: string;
  triesLeft: number;
  ttlSeconds: number;
}

/** Replaces the account's earlier code. */
export async function putCode(db: Db, { ttlSeconds, ...code }: NewCode): Promise<void> {
  const expiresAt = sql<Date>`now_at() + make_interval(secs => ${ttlSeconds})`;
  const { accountId, ...changed } = { ...code, expiresAt };
  await db
    .insertInto('verificationCode')
    .values({ accountId, ...changed })
    .onConflict((c) => c.column('accountId').doUpdateSet(changed))
    .execute();
}

/** The address that an account's unexpired code was asked for. */
export function findPending(db: Db, accountId: number, browserHash: string) {
  return db
    .selectFrom('verificationCode')
    .select('email')
    .where('accountId', '=', accountId)
    .where('browserHash', '=', browserHash)
    .where('expiresAt', '>', sql<Date>`now_at()`)
    .where('triesLeft', '>', 0)
    .executeTakeFirst();
}

/** The account's code, unless it has expired or has no tries left. */
export function lockCode(tx: Tx, accountId: number) {
  return tx
    .selectFrom('verificationCode')
    .select(['email', 'codeHash', 'browserHash'])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', sql<Date>`now_at()`)
    .where('triesLeft', '>', 0)
    .forUpdate()
    .executeTakeFirst();
}

export async function takeTry(tx: Tx, accountId: number): Promise<void> {
  await tx
    .updateTable('verificationCode')
    .set({ triesLeft: sql<number>`tries_left - 1` })
    .where('accountId', '=', accountId)
    .execute();
}

export async function deleteExpiredCodes(db: Db): Promise<void> {
  await db
    .deleteFrom('verificationCode')
    .where('expiresAt', '<=', sql<Date>`now_at()`)
    .execute();
}

/** Verifies the address of the account's code and deletes the code; the database refuses it without a valid one. */
export async function verifyEmail(tx: Tx, accountId: number): Promise<void> {
  await sql`select verify_email(${accountId})`.execute(tx);
}

/** What all addresses of one mailbox have in common. */
export async function mailboxKey(db: Db, email: string): Promise<string> {
  const { rows } = await sql<{ key: string }>`select mailbox_key(${email}) as key`.execute(db);
  return rows[0]!.key;
}

/** How much unverified accounts count; in full where nothing was set. */
export async function findPolicy(db: Db): Promise<CrowdWeight> {
  const row = await db.selectFrom('unverifiedPolicy').select('crowdWeight').executeTakeFirst();
  return row?.crowdWeight ?? 'full';
}

/** Lets no account be made or verified until the transaction ends: each takes its weight from the policy. */
export async function lockAccounts(tx: Tx): Promise<void> {
  await sql`lock table account in share row exclusive mode`.execute(tx);
}

export async function setPolicy(tx: Tx, crowdWeight: CrowdWeight): Promise<void> {
  await tx
    .insertInto('unverifiedPolicy')
    .values({ crowdWeight })
    .onConflict((c) => c.column('isOnly').doUpdateSet({ crowdWeight }))
    .execute();
}

export async function setUnverifiedWeight(tx: Tx, crowdWeight: CrowdWeight): Promise<void> {
  await tx
    .updateTable('account')
    .set({ crowdWeight })
    .where('emailVerifiedAt', 'is', null)
    .where('isIdentified', '=', false)
    .where('crowdWeight', '!=', crowdWeight)
    .execute();
}
