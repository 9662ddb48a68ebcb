// Selects that other features read in one statement with theirs.
import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Select of an account's open sessions, newest first. */
export function selectSessionsOf(db: Db, accountId: number) {
  return db
    .selectFrom('session')
    .select(['secretHash', 'accountId', 'createdAt', 'lastUsedAt', 'expiresAt'])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', sql<Date>`now_at()`)
    .orderBy('createdAt', 'desc');
}
