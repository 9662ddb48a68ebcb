// Selects that other features read in one statement with theirs.
import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

/** Select of an account's open sessions, newest first. */
export function selectSessionsOf(db: Db, accountId: number) {
  return db
    .selectFrom('session')
    .select(['secretHash', 'accountId', 'createdAt', 'lastUsedAt', 'expiresAt'])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', sql<Date>`now_at()`)
    .orderBy('createdAt', 'desc');
}

/** A session ends this long after signing in, however often it is used. */
const ABSOLUTE_LIFETIME_DAYS = 90;
/** What needs a fresh proof needs one that is no older. */
const PROOF_MINUTES = 10;

const now = sql<Date>`now_at()`;

/** The open sessions among these hashes, each with its account, in no order. */
export function listOpenSessions(db: Db, secretHashes: readonly string[]) {
  return db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.accountId')
    .select(['session.secretHash', 'session.accountId', 'session.expiresAt', 'session.lastUsedAt'])
    .select(['account.handle', 'account.isAuthor', 'account.isAdmin'])
    .where('session.secretHash', '=', sql<string>`any(${secretHashes}::text[])`)
    .where('session.expiresAt', '>', now)
    .execute();
}

export type OpenSessionRow = Awaited<ReturnType<typeof listOpenSessions>>[number];

/** An account's open sessions, newest first. */
export function listSessionsOf(db: Db, accountId: number) {
  return selectSessionsOf(db, accountId).execute();
}

/** The session ends at `expiresAt`, or at its absolute end where that comes first. */
export async function insertSession(
  db: Db,
  session: { secretHash: string; accountId: number; expiresAt: Date },
): Promise<void> {
  const endsAt = sql<Date>`now_at() + make_interval(days => ${ABSOLUTE_LIFETIME_DAYS})`;
  const expiresAt = sql<Date>`least(${session.expiresAt}::timestamptz, ${endsAt})`;
  await db
    .insertInto('session')
    .values({ ...session, endsAt, expiresAt })
    .execute();
}

/** Moves the idle end of a session, at most to its absolute end. */
export async function updateExpiry(db: Db, secretHash: string, expiresAt: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ expiresAt: sql<Date>`least(${expiresAt}::timestamptz, ends_at)` })
    .where('secretHash', '=', secretHash)
    // The sessions of admins are always near their end: each of their requests would write.
    .whereRef('expiresAt', '<', 'endsAt')
    .execute();
}

/** The session of a secret, unless it is of an admin who has a passkey and did not sign in by it. */
function selectProved(db: Db, secretHash: string) {
  return db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.accountId')
    .select('secretHash')
    .where('secretHash', '=', secretHash)
    .where((e) =>
      e.or([
        e('isProvedByPasskey', '=', true),
        e('isAdmin', '=', false),
        e.not(
          e.exists(e.selectFrom('passkey').select('id').whereRef('passkey.accountId', '=', 'account.id')),
        ),
      ]),
    );
}

export async function isProved(db: Db, secretHash: string): Promise<boolean> {
  return (await selectProved(db, secretHash).executeTakeFirst()) !== undefined;
}

export async function hasFreshProof(db: Db, secretHash: string): Promise<boolean> {
  const row = await selectProved(db, secretHash)
    .where('provedAt', '>', sql<Date>`now_at() - make_interval(mins => ${PROOF_MINUTES})`)
    .executeTakeFirst();
  return row !== undefined;
}

export async function markPasskey(db: Db, secretHash: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ isProvedByPasskey: true })
    .where('secretHash', '=', secretHash)
    .execute();
}

export async function forgetProof(db: Db, secretHash: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ provedAt: sql<Date>`'-infinity'` })
    .where('secretHash', '=', secretHash)
    .execute();
}

export async function updateLastUsed(db: Db, secretHash: string): Promise<void> {
  await db.updateTable('session').set({ lastUsedAt: now }).where('secretHash', '=', secretHash).execute();
}

export async function deleteSession(db: Db, secretHash: string): Promise<void> {
  await db.deleteFrom('session').where('secretHash', '=', secretHash).execute();
}

export async function deleteSessionsOf(db: Db, accountId: number): Promise<void> {
  await db.deleteFrom('session').where('accountId', '=', accountId).execute();
}

/** Ends the session of an account whose hash begins with this text. @returns whether there was one */
export async function deleteSessionOf(db: Db, accountId: number, hashPrefix: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('accountId', '=', accountId)
    .where(sql<string>`left(secret_hash, ${hashPrefix.length}::int)`, '=', hashPrefix)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deleteOtherSessionsOf(db: Db, accountId: number, secretHash: string): Promise<void> {
  await db
    .deleteFrom('session')
    .where('accountId', '=', accountId)
    .where('secretHash', '!=', secretHash)
    .execute();
}

export async function deleteExpiredSessions(db: Db): Promise<void> {
  await db.deleteFrom('session').where('expiresAt', '<=', now).execute();
}

/** Rows become visible up to this long after their `ended_at`: no transaction takes longer. */
const LONGEST_TRANSACTION = '1 minute';
const KEPT = '1 hour';

/**
 * Hashes of the sessions that ended since an earlier call, and some from before: a stream that opens while its session
 * ends is found by the next call.
 *
 * @param since `now` of the earlier call; null for none
 */
export async function listEndedSince(
  db: Db,
  since: Date | null,
): Promise<{ now: Date; secretHashes: string[] }> {
  const { rows } = await sql<{ now: Date; secretHashes: string[] }>`
    select now, array(
             select secret_hash from ended_session
              where ended_at > coalesce(${since}::timestamptz, now) - ${LONGEST_TRANSACTION}::interval
           ) as secret_hashes
      from now_at() as now
  `.execute(db);
  return rows[0]!;
}

export async function deleteOldEnded(db: Db): Promise<void> {
  await db
    .deleteFrom('endedSession')
    .where('endedAt', '<', sql<Date>`now_at() - ${KEPT}::interval`)
    .execute();
}
