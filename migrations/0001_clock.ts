import { type Kysely, sql } from 'kysely';

/** The clock that all SQL reads. The simulation and tests replace it in databases of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function now_at() returns timestamptz
    language sql volatile parallel safe
    as 'select clock_timestamp()'
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function now_at()`.execute(db);
}
