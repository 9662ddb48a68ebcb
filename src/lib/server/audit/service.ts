// Who changed what. The database writes the record itself, by triggers; here is how a change gets its name.
import type { Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { refuseOverwriting } from './edit-conflict.ts';
import { beginChange, findLatestId, listChanges, listQuestionEdits } from './queries.ts';

/** Whoever changes something, and why where a reason is asked for. */
export interface Actor {
  /** Null for the server's command line. */
  accountId: number | null;
  reason?: string;
  /** Id of the newest audit event when the page was loaded: what was changed since is not overwritten. */
  expectedVersion?: number;
}

export const COMMAND_LINE: Actor = { accountId: null };

/**
 * Runs a change in one transaction, in somebody's name: without one, the database refuses what is recorded.
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

/** Changes of any row, newest first, before an event (or from the newest). */
export function list(db: Db, limit: number, beforeId?: number): ReturnType<typeof listChanges> {
  return listChanges(db, limit, beforeId);
}

/** Every change, with a reason, of a question and of its options, oldest first: public. */
export function questionEdits(
  db: Db,
  question: { id: number; slug: string },
): ReturnType<typeof listQuestionEdits> {
  return listQuestionEdits(db, question);
}
