import type { Db } from '../db/connect.ts';
import { sha256 } from './hash.ts';
import { deleteOtherSessionsOf, listSessionsOf } from './queries.ts';

interface SessionView {
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
}

/** An account's open sessions, newest first; the one of `secret` is marked. */
export async function listSessions(db: Db, accountId: number, secret: string): Promise<SessionView[]> {
  const rows = await listSessionsOf(db, accountId);
  const current = sha256(secret);
  return rows.map((row) => ({
    current: row.secretHash === current,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
  }));
}

/** Ends every session of an account but the one of `secret`. */
export function endOtherSessions(db: Db, accountId: number, secret: string): Promise<void> {
  return deleteOtherSessionsOf(db, accountId, sha256(secret));
}
