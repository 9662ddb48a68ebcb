// Optimistic concurrency of the admin pages: a change that would overwrite another's, made since the page was loaded, is
// refused with what the other stored.
import type { Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';
import { EditConflictError } from '../errors.ts';
import { beginChange, findLatestId, listChanges, listOverlaps, listQuestionEdits } from './queries.ts';
import type { Db } from '../db/connect.ts';

/** Columns that every save of a draft sets: they are no conflict. */
const UNMEANT = new Set(['opensAt']);

/**
 * Runs at the end of a change, when its rows are locked by it: a concurrent change of them has committed, or waits.
 *
 * @param expectedVersion id of the newest audit event when the page was loaded
 * @throws EditConflictError where others have since changed what this transaction changes
 */
async function refuseOverwriting(tx: Transaction<DB>, expectedVersion: number): Promise<void> {
  const overlaps = await listOverlaps(tx, expectedVersion);
  if (overlaps.length === 0) return;
  throw new EditConflictError(
    overlaps.map(({ id, at, by, own, theirs }) => ({
      id,
      by,
      at: at.toISOString(),
      cells: Object.entries(theirs ?? {})
        .filter(([column]) => own !== null && column in own && !UNMEANT.has(column))
        .map(([column, value]) => ({ column, value })),
    })),
  );
}

// The audit log. Database triggers write it; `changeAs` names the account and the reason of a change.

/** The account that makes a change, and its reason where one is required. */
export interface Actor {
  /** Null for the server's command line. */
  accountId: number | null;
  reason?: string;
  /** Id of the newest audit event when the page was loaded: what was changed since is not overwritten. */
  expectedVersion?: number;
}

export const COMMAND_LINE: Actor = { accountId: null };

/**
 * Runs a change in one transaction that has an actor: the database refuses changes of audited tables without one.
 *
 * @throws EditConflictError where it would overwrite a change since `expectedVersion`
 */
export function changeAs<T>(db: Db, by: Actor, work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await beginChange(tx, by.accountId ?? 0, by.reason ?? '');
    const done = await work(tx);
    if (by.expectedVersion !== undefined) await refuseOverwriting(tx, by.expectedVersion);
    return done;
  });
}

/** Id of the newest audit event; 0 where there is none. */
export function latestId(db: Db): Promise<number> {
  return findLatestId(db);
}

/** Audit events of all tables, newest first, from before the given id. */
export function list(db: Db, limit: number, beforeId?: number): ReturnType<typeof listChanges> {
  return listChanges(db, limit, beforeId);
}

/** Updates of questions and their options that have a reason, oldest first. They are public. */
export function questionEdits(db: Db): ReturnType<typeof listQuestionEdits> {
  return listQuestionEdits(db);
}
