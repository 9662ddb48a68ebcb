import { type Kysely, sql } from 'kysely';

/** Decisions to exclude accounts or restore them, what each did to the odds, and what admins disclose about themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('exclusion')
    .addColumn('id', 'integer', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('excluded', 'boolean', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull().check(sql`reason <> ''`))
    .addColumn('decided_by', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('decided_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    // Of many accounts by one decision, the first carries the effects, and the others name it.
    .addColumn('batch_id', 'integer', (c) => c.references('exclusion.id'))
    .execute();
  await sql`create index exclusion_account on exclusion (account_id, id)`.execute(db);
  await sql`create index exclusion_batch on exclusion (batch_id) where batch_id is not null`.execute(db);
  await db.schema
    .createTable('exclusion_effect')
    .addColumn('exclusion_id', 'integer', (c) => c.notNull().references('exclusion.id'))
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('before', sql`smallint[]`)
    .addColumn('after', sql`smallint[]`)
    .addPrimaryKeyConstraint('exclusion_effect_pkey', ['exclusion_id', 'question_id'])
    .execute();

  await db.schema
    .createTable('disclosure')
    .addColumn('id', 'integer', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('body_ko', 'text', (c) => c.notNull().check(sql`body_ko <> ''`))
    .addColumn('body_en', 'text', (c) => c.notNull())
    .addColumn('written_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .execute();
  await sql`create index disclosure_account on disclosure (account_id, id)`.execute(db);

  await sql`
    create function check_exclusion() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if nullif(current_setting('final_two.actor', true), '')::integer is distinct from new.decided_by
        and nullif(current_setting('final_two.actor', true), '') is not null then
        raise exception 'an account is excluded in the name of who decides' using errcode = 'FT013';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger exclusion_is_checked before insert on exclusion
    for each row execute function check_exclusion()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['disclosure', 'exclusion_effect', 'exclusion'])
    await db.schema.dropTable(table).execute();
  await sql`drop function check_exclusion()`.execute(db);
}
