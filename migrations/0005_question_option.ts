import { type Kysely, sql } from 'kysely';

/** What a question chooses among, in order. Once there is a forecast or a result, no option is added or removed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('question_option')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('position', 'smallint', (c) => c.notNull().check(sql`position between 0 and 19`))
    .addColumn('slug', 'text', (c) => c.notNull().check(sql`slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`))
    .addColumn('label_ko', 'text', (c) => c.notNull())
    .addColumn('label_en', 'text', (c) => c.notNull())
    .addColumn('short_ko', 'text', (c) => c.notNull())
    .addColumn('short_en', 'text', (c) => c.notNull())
    .addColumn('company_slug', 'text', (c) => c.references('company.slug'))
    .addPrimaryKeyConstraint('question_option_pkey', ['question_id', 'position'])
    .addUniqueConstraint('question_option_slug', ['question_id', 'slug'])
    .execute();

  await sql`
    create function keep_option() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if new.question_id <> old.question_id or new.position <> old.position or new.slug <> old.slug
        or new.company_slug is distinct from old.company_slug then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      if (new.label_ko, new.label_en, new.short_ko, new.short_en)
          is distinct from (old.label_ko, old.label_en, old.short_ko, old.short_en)
        and nullif(current_setting('final_two.reason', true), '') is null
        and exists (select from forecast where question_id = old.question_id) then
        raise exception 'the words of a question that has forecasts change for a reason only' using errcode = 'FT011';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_option_keeps_field before update on question_option
    for each row execute function keep_option()
  `.execute(db);

  // A forecast gives one number to each option: once there is a forecast, the number of options stays.
  await sql`
    create function keep_option_count() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
      changed integer := coalesce(new.question_id, old.question_id);
    begin
      perform pg_advisory_xact_lock(question_lock_class(), changed);
      if exists (select from forecast where question_id = changed)
        or exists (select from resolution where question_id = changed) then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      return coalesce(new, old);
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_option_is_fixed before insert or delete on question_option
    for each row execute function keep_option_count()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('question_option').execute();
  for (const name of ['keep_option_count', 'keep_option'])
    await sql`drop function ${sql.id(name)}()`.execute(db);
}
