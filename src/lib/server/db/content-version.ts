import { sql } from 'kysely';
import type { Db } from './connect.ts';

/** Select of `readContentVersion`, as `version`, for a statement that reads more. */
export function selectContentVersion(db: Db) {
  return db.selectFrom('contentChange').select(sql<number>`count(*)::int`.as('version'));
}

/**
 * Number of committed statements that changed what everybody sees: contest, questions, results, exclusions, names of
 * accounts. Forecasts do not change it. Equal numbers mean equal content, also between the primary and a replica; content
 * that is read after the number is at least as new.
 */
export async function readContentVersion(db: Db): Promise<number> {
  return (await selectContentVersion(db).executeTakeFirstOrThrow()).version;
}
