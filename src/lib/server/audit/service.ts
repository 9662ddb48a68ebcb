// Who changed what. The database writes the record itself, by triggers; here is how a change gets its name.
import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { findLatestId as latestId, listChanges, listQuestionEdits } from './queries.ts';
import { refuseOverwriting } from './edit-conflict.ts';

export { latestId, listChanges as list, listQuestionEdits as questionEdits };

/** Whoever changes something, and why where a reason is asked for. */
export interface Actor {
  /** Null for the server's command line. */
  accountId: number | null;
  reason?: string;
  /** The newest line of the record when he looked: what was changed since is not overwritten. */
  seen?: number;
}

export const COMMAND_LINE: Actor = { accountId: null };

/** Changes go one after another: a line of the record that is seen has all earlier ones before it. */
const CHANGE_LOCK = 18011;

/**
 * Runs a change in one transaction, in somebody's name: without one, the database refuses what is recorded.
 *
 * @throws ChangedMeanwhileError where it would overwrite what the actor has not seen
 */
export function changeAs<T>(db: Db, by: Actor, work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${CHANGE_LOCK}, 0)`.execute(tx);
    await sql`
      select set_config('final_two.actor', ${String(by.accountId ?? 0)}, true),
             set_config('final_two.reason', ${by.reason ?? ''}, true)
    `.execute(tx);
    const done = await work(tx);
    if (by.seen !== undefined) await refuseOverwriting(tx, by.seen);
    return done;
  });
}
