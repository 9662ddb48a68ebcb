import { type Kysely, sql } from 'kysely';

/** The market is scored beside the crowd and the even forecast. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table reference_score
      drop constraint reference_score_who_check,
      add constraint reference_score_who_check check (who in ('crowd', 'market', 'even'))
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table reference_score
      drop constraint reference_score_who_check,
      add constraint reference_score_who_check check (who in ('crowd', 'even'))
  `.execute(db);
}
