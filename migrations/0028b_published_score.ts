import { type Kysely, sql } from 'kysely';

/** Published scores are entered on the admin pages, too: every change of them is recorded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger published_score_is_recorded after insert or update or delete on published_score
    for each row execute function audit_change('round_number', 'item')
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger published_score_is_recorded on published_score`.execute(db);
}
