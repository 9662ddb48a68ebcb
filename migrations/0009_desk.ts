import { type Kysely, sql } from 'kysely';

/**
 * What the admin desk needs: events that are hidden, questions that are drafts or follow an older edition, accounts
 * that are left out for a reason, and what admins say of their ties to the entrants.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('event').addColumn('hidden_at', 'timestamptz').execute();
  await db.schema
    .alterTable('question')
    .addColumn('is_draft', 'boolean', (c) => c.notNull().defaultTo(false))
    .addColumn('follows_id', 'integer', (c) => c.references('question.id'))
    .execute();

  await sql`
    create or replace function keep_question_field() returns trigger
    language plpgsql
    set search_path = public, pg_temp
    as $$
    begin
      if old.is_draft then
        return new;
      end if;
      if new.opens_at <> old.opens_at
        or (new.title_ko, new.title_en, new.lead_ko, new.lead_en, new.rules_ko, new.rules_en)
          is distinct from (old.title_ko, old.title_en, old.lead_ko, old.lead_en, old.rules_ko, old.rules_en) then
        perform pg_advisory_xact_lock(question_lock_class(), old.id);
      end if;
      if new.is_draft or new.seats <> old.seats or new.slug <> old.slug or new.kind <> old.kind
        or new.scored <> old.scored
        or (new.opens_at <> old.opens_at and exists (select from forecast where question_id = old.id))
        or new.round_number is distinct from old.round_number or new.follows_id is distinct from old.follows_id then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      if (new.title_ko, new.title_en, new.lead_ko, new.lead_en, new.rules_ko, new.rules_en)
          is distinct from (old.title_ko, old.title_en, old.lead_ko, old.lead_en, old.rules_ko, old.rules_en)
        and nullif(current_setting('final_two.reason', true), '') is null
        and exists (select from forecast where question_id = old.id) then
        raise exception 'the words of a question that has forecasts change for a reason only' using errcode = 'FT011';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create or replace function keep_option_field() returns trigger
    language plpgsql
    set search_path = public, pg_temp
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

  await db.schema
    .createTable('exclusion')
    .addColumn('id', 'integer', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('excluded', 'boolean', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull().check(sql`reason <> ''`))
    .addColumn('decided_by', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('decided_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .execute();
  await sql`create index exclusion_account on exclusion (account_id, id)`.execute(db);
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
    create function judge_exclusion() returns trigger
    language plpgsql
    set search_path = public, pg_temp
    as $$
    begin
      if nullif(current_setting('final_two.actor', true), '')::integer is distinct from new.decided_by
        and nullif(current_setting('final_two.actor', true), '') is not null then
        raise exception 'an account is left out in one’s own name' using errcode = 'FT013';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger exclusion_is_judged before insert on exclusion
    for each row execute function judge_exclusion()
  `.execute(db);

  for (const table of ['exclusion', 'exclusion_effect', 'disclosure']) {
    await sql`
      create trigger ${sql.id(`${table}_is_never_emptied`)} before truncate on ${sql.table(table)}
      for each statement execute function refuse_change()
    `.execute(db);
    await sql`
      create trigger ${sql.id(`${table}_is_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function refuse_change()
    `.execute(db);
  }
  for (const table of ['exclusion', 'disclosure']) {
    await sql`
      create trigger ${sql.id(`${table}_is_recorded`)} after insert on ${sql.table(table)}
      for each row execute function audit_change('id')
    `.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['disclosure', 'exclusion_effect', 'exclusion'])
    await db.schema.dropTable(table).execute();
  await sql`drop function judge_exclusion()`.execute(db);
  await sql`delete from question_option o using question q where q.id = o.question_id and q.is_draft`.execute(
    db,
  );
  await sql`delete from question where is_draft`.execute(db);
  await sql`drop trigger question_stays on question`.execute(db);
  await sql`drop function keep_opened_question()`.execute(db);
  await sql`
    create or replace function keep_question_field() returns trigger
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
    create or replace function keep_option_field() returns trigger
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
  await db.schema.alterTable('question').dropColumn('follows_id').dropColumn('is_draft').execute();
  await db.schema.alterTable('event').dropColumn('hidden_at').execute();
}
