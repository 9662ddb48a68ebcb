import { type Kysely, sql } from 'kysely';

const APPEND_ONLY = [
  'forecast',
  'resolution',
  'confirmation',
  'score',
  'score_line',
  'reference_score',
  'board',
  'board_entry',
  'notice',
  'exclusion',
  'exclusion_effect',
  'disclosure',
  'audit_event',
];

/** Tables that only grow: UPDATE, DELETE and TRUNCATE are refused, also to the owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = 'FT010';
    end
    $$
  `.execute(db);
  for (const table of APPEND_ONLY) {
    await sql`
      create trigger ${sql.id(`${table}_is_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function refuse_change()
    `.execute(db);
    await sql`
      create trigger ${sql.id(`${table}_is_never_emptied`)} before truncate on ${sql.table(table)}
      for each statement execute function refuse_change()
    `.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function refuse_change() cascade`.execute(db);
}
