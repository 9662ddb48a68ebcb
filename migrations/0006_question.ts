import { type Kysely, sql } from 'kysely';

/** Questions, and what each chooses among. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createQuestion(db);
  await createOption(db);
}

/** Once opened, a question never changes its seats, its kind or whether it is scored. */
async function createQuestion(db: Kysely<unknown>): Promise<void> {
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
    .addColumn('official_source', 'text', (c) => c.check(sql`is_https_url(official_source)`))
    .addColumn('seats', 'smallint', (c) => c.notNull().check(sql`seats between 1 and 19`))
    .addColumn('scored', 'boolean', (c) => c.notNull())
    .addColumn('opens_at', 'timestamptz', (c) => c.notNull())
    .addColumn('closes_at', 'timestamptz')
    .addColumn('ends_by', 'timestamptz')
    .addColumn('is_draft', 'boolean', (c) => c.notNull().defaultTo(false))
    // A question has one next edition.
    .addColumn('follows_id', 'integer', (c) => c.references('question.id'))
    // How the announcement of the question's round decides it: by who goes on, by how many, by the day of the announcement
    // (yes before the close), or by its month. Null where it does not.
    .addColumn('announcement_rule', 'text', (c) =>
      c.check(sql`announcement_rule in ('survivors', 'count', 'day', 'month')`),
    )
    .addUniqueConstraint('question_follows_once', ['follows_id'])
    .addCheckConstraint('question_closes_after_opening', sql`closes_at is null or closes_at >= opens_at`)
    .execute();

  // Class of the advisory lock of a question: shared by whatever forecasts, exclusive for whatever closes or resolves.
  await sql`
    create function question_lock_class() returns integer
    language sql immutable parallel safe
    return 18004
  `.execute(db);

  await sql`
    create function keep_question() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
      changes_words boolean := (new.title_ko, new.title_en, new.lead_ko, new.lead_en, new.rules_ko, new.rules_en,
                                  new.official_source)
        is distinct from (old.title_ko, old.title_en, old.lead_ko, old.lead_en, old.rules_ko, old.rules_en,
                              old.official_source);
    begin
      if old.is_draft then
        return new;
      end if;
      if new.opens_at <> old.opens_at or changes_words then
        perform pg_advisory_xact_lock(question_lock_class(), old.id);
      end if;
      if new.is_draft or new.seats <> old.seats or new.slug <> old.slug or new.kind <> old.kind
        or new.scored <> old.scored
        or (new.opens_at <> old.opens_at and exists (select from forecast where question_id = old.id))
        or new.round_number is distinct from old.round_number or new.follows_id is distinct from old.follows_id then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      if changes_words and nullif(current_setting('final_two.reason', true), '') is null
        and exists (select from forecast where question_id = old.id) then
        raise exception 'the words of a question that has forecasts change for a reason only' using errcode = 'FT011';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_keeps_field before update on question
    for each row execute function keep_question()
  `.execute(db);

  await sql`
    create function keep_close() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if not old.is_draft and new.closes_at is distinct from old.closes_at
        and (old.closes_at <= now_at() or exists (select from resolution where question_id = old.id)) then
        raise exception 'what is closed is never opened again' using errcode = 'FT011';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_stays_closed before update of closes_at on question
    for each row execute function keep_close()
  `.execute(db);

  await sql`
    create function keep_opened_question() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if not old.is_draft then
        raise exception 'a question that was opened stays' using errcode = 'FT011';
      end if;
      return old;
    end
    $$
  `.execute(db);
  await sql`
    create trigger question_stays before delete on question
    for each row execute function keep_opened_question()
  `.execute(db);
}

/** Options, in order. Once there is a forecast or a result, no option is added or removed. */
async function createOption(db: Kysely<unknown>): Promise<void> {
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
    // How many companies the option stands for where the announcement decides by how many go on: from `count_from` to
    // `count_until`, or more where that is null. Both null where it stands for no number.
    .addColumn('count_from', 'smallint')
    .addColumn('count_until', 'smallint')
    .addPrimaryKeyConstraint('question_option_pkey', ['question_id', 'position'])
    .addUniqueConstraint('question_option_slug', ['question_id', 'slug'])
    .addCheckConstraint(
      'question_option_count',
      sql`count_from >= 0 and (count_until is null or coalesce(count_until >= count_from, false))`,
    )
    .execute();

  await sql`
    create function keep_option() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if new.question_id <> old.question_id or new.position <> old.position or new.slug <> old.slug
        or new.company_slug is distinct from old.company_slug
        or (new.count_from, new.count_until) is distinct from (old.count_from, old.count_until) then
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
  for (const table of ['question_option', 'question']) await db.schema.dropTable(table).execute();
  for (const name of [
    'keep_option_count',
    'keep_option',
    'keep_opened_question',
    'keep_close',
    'keep_question',
    'question_lock_class',
  ])
    await sql`drop function ${sql.id(name)}()`.execute(db);
}
