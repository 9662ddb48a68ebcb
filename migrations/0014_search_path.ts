import { type Kysely, sql } from 'kysely';

/** Of the triggers that were there before: those that came later have it from the start. */
const FUNCTIONS = ['refuse_change', 'follow_log'];

/** Triggers look for tables in this schema alone: a temporary table of the same name would tell them otherwise. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of FUNCTIONS) {
    await sql`alter function ${sql.id(name)}() set search_path = public, pg_temp`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of FUNCTIONS) {
    await sql`alter function ${sql.id(name)}() reset search_path`.execute(db);
  }
}
