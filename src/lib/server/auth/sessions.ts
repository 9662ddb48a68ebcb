// The sessions of an account. Ending one also closes its event streams, in every process within a second.
import type { Db } from '../db/connect.ts';
import { isoOf } from '../db/together.ts';
import { sha256 } from './hash.ts';
import { deleteOtherSessionsOf, deleteSessionOf, deleteSessionsOf, listSessionsOf } from './queries.ts';

/** Hex digits of the hash that name a session on its owner's page. */
const ID_LENGTH = 16;
const ID = /^[0-9a-f]{16}$/;

interface SessionView {
  /** Names the session among those of its account; useless for signing in. */
  id: string;
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
}

/** An account's open sessions, newest first; the one of `secret` is marked. */
export async function listSessions(db: Db, accountId: number, secret: string): Promise<SessionView[]> {
  return viewsOf(await listSessionsOf(db, accountId), secret);
}

interface SessionRow {
  secretHash: string;
  createdAt: Date | string;
  lastUsedAt: Date | string;
}

/** Sessions as their owner sees them; the one of `secret` is marked. */
export function viewsOf(rows: readonly SessionRow[], secret: string): SessionView[] {
  const current = sha256(secret);
  return rows.map((row) => ({
    id: row.secretHash.slice(0, ID_LENGTH),
    current: row.secretHash === current,
    createdAt: isoOf(row.createdAt),
    lastUsedAt: isoOf(row.lastUsedAt),
  }));
}

/** Ends one session of an account. @returns whether it was open */
export async function endSession(db: Db, accountId: number, id: string): Promise<boolean> {
  return ID.test(id) && deleteSessionOf(db, accountId, id);
}

/** Ends every session of an account. */
export function endSessions(db: Db, accountId: number): Promise<void> {
  return deleteSessionsOf(db, accountId);
}

/** Ends every session of an account but the one of `secret`. */
export function endOtherSessions(db: Db, accountId: number, secret: string): Promise<void> {
  return deleteOtherSessionsOf(db, accountId, sha256(secret));
}
