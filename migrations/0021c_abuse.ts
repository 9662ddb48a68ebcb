import { type Kysely, sql } from 'kysely';

/**
 * Exclusions of many accounts by one decision: the first of a batch carries its effects, and the others name it. And a
 * sentence to readers while nobody can join.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('exclusion')
    .addColumn('batch_id', 'integer', (c) => c.references('exclusion.id'))
    .execute();
  await sql`create index exclusion_batch on exclusion (batch_id) where batch_id is not null`.execute(db);

  await db.schema
    .alterTable('contest')
    .addColumn('join_pause_ko', 'text')
    .addColumn('join_pause_en', 'text')
    .execute();
  await sql`
    alter table contest add constraint contest_join_pause_in_both_languages
    check ((join_pause_ko is null) = (join_pause_en is null) and btrim(join_pause_ko) <> '' and btrim(join_pause_en) <> '')
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('contest').dropColumn('join_pause_ko').dropColumn('join_pause_en').execute();
  await db.schema.alterTable('exclusion').dropColumn('batch_id').execute();
}
