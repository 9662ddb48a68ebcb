import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import { sha256 } from './hash.ts';

export interface SessionView {
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
}

/** An account's open sessions, newest first; the one of `secret` is marked. */
export async function listSessions(db: Db, accountId: number, secret: string): Promise<SessionView[]> {
  const rows = await db
    .selectFrom('session')
    .select(['secretHash', 'createdAt', 'lastUsedAt'])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', sql<Date>`now_at()`)
    .orderBy('createdAt', 'desc')
    .execute();
  const current = sha256(secret);
  return rows.map((row) => ({
    current: row.secretHash === current,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
  }));
}

/** Ends every session of an account but the one of `secret`. */
export async function endOtherSessions(db: Db, accountId: number, secret: string): Promise<void> {
  await db
    .deleteFrom('session')
    .where('accountId', '=', accountId)
    .where('secretHash', '!=', sha256(secret))
    .execute();
}
