import { sql } from 'kysely';
import type { Db } from './connect.ts';

/**
 * Number of committed statements that changed what everybody sees: contest, questions, results, exclusions, names of
 * accounts. Forecasts do not change it. Equal numbers mean equal content, also between the primary and a replica; content
 * that is read after the number is at least as new. A scalar subquery, for a statement that reads more.
 */
export const CONTENT_VERSION = sql<number>`(select coalesce(sum(changes), 0)::bigint from content_change)`;

export async function readContentVersion(db: Db): Promise<number> {
  const { version } = await db.selectNoFrom(CONTENT_VERSION.as('version')).executeTakeFirstOrThrow();
  return version;
}

/** Keeps reading the content version cheap, however many changes there were. */
export async function foldContentChanges(db: Db): Promise<void> {
  await sql`select fold_content_changes()`.execute(db);
}
