// Notices (notifications of accounts), written by the transaction that causes them, so that a rollback leaves none.
import type { Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import * as queries from './queries.ts';
import { type NewNotice, selectUnseen } from './queries.ts';

export function announce(tx: Transaction<DB>, notice: NewNotice): Promise<void> {
  return queries.insertNotice(tx, notice);
}

/** Newest first. */
export function list(db: Db, accountId: number, limit: number): ReturnType<typeof queries.listNotices> {
  return queries.listNotices(db, accountId, limit);
}

export async function countUnseen(db: Db, accountId: number): Promise<number> {
  return (await selectUnseen(db, accountId).executeTakeFirstOrThrow()).count;
}

/** Marks all notices up to this one as seen; the mark never moves back. */
export function markSeen(db: Db, accountId: number, id: number): Promise<void> {
  return queries.markSeen(db, accountId, id);
}
