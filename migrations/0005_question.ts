import { type Kysely, sql } from 'kysely';

/** What is forecast. A question never changes its field or its seats. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('question')
    .addColumn('id', 'integer', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('slug', 'text', (c) =>
      c
        .notNull()
        .unique()
        .check(sql`slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    )
    .addColumn('position', 'smallint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) =>
      c.notNull().check(sql`kind in ('advance', 'final', 'scenario', 'side')`),
    )
    .addColumn('round_number', 'smallint', (c) => c.references('round.number'))
    .addColumn('title_ko', 'text', (c) => c.notNull())
    .addColumn('title_en', 'text', (c) => c.notNull())
    .addColumn('lead_ko', 'text', (c) => c.notNull())
    .addColumn('lead_en', 'text', (c) => c.notNull())
    .addColumn('rules_ko', sql`text[]`, (c) => c.notNull())
    .addColumn('rules_en', sql`text[]`, (c) => c.notNull())
    .addColumn('official_source', 'text', (c) => c.check(sql`official_source like 'https://%'`))
    .addColumn('seats', 'smallint', (c) => c.notNull().check(sql`seats between 1 and 19`))
    .addColumn('scored', 'boolean', (c) => c.notNull())
    .addColumn('opens_at', 'timestamptz', (c) => c.notNull())
    .addColumn('closes_at', 'timestamptz')
    .addColumn('ends_by', 'timestamptz')
    .addCheckConstraint('question_closes_after_opening', sql`closes_at is null or closes_at >= opens_at`)
    .execute();

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
    create function keep_question_field() returns trigger
    language plpgsql
    as $$
    begin
      if new.seats <> old.seats or new.slug <> old.slug or new.kind <> old.kind or new.scored <> old.scored then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_keeps_field before update on question
    for each row execute function keep_question_field()
  `.execute(db);
  await sql`
    create function keep_option_field() returns trigger
    language plpgsql
    as $$
    begin
      if new.question_id <> old.question_id or new.position <> old.position or new.slug <> old.slug
        or new.company_slug is distinct from old.company_slug then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_option_keeps_field before update on question_option
    for each row execute function keep_option_field()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('question_option').execute();
  await db.schema.dropTable('question').execute();
  await sql`drop function keep_option_field()`.execute(db);
  await sql`drop function keep_question_field()`.execute(db);
}
