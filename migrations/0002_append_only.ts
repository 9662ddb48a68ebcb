import { type Kysely, sql } from 'kysely';

/** For triggers on tables that are records: rows are added and never changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change() returns trigger
    language plpgsql
    as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = 'FT010';
    end
    $$
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function refuse_change()`.execute(db);
}
