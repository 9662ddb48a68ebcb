import { type Kysely, sql } from 'kysely';

const TABLES = ['resolution', 'score', 'score_line', 'reference_score'];

/**
 * What became of a question: one version for each decision, and the scores that follow from it.
 *
 * A resolution takes the gate's lock and is judged by the database's clock, so that no forecast comes after it; once
 * there is one, the question takes no forecast any more. Points are whole micro-points and shares whole millionths:
 * a float column would take in NaN.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('resolution')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('version', 'integer', (c) => c.notNull().check(sql`version > 0`))
    .addColumn('outcome', sql`boolean[]`)
    .addColumn('known_at', 'timestamptz')
    .addColumn('evidence_urls', sql`text[]`, (c) => c.notNull())
    .addColumn('evidence_times', sql`timestamptz[]`, (c) => c.notNull())
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('published_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('provisional', 'boolean', (c) => c.notNull().defaultTo(false))
    .addPrimaryKeyConstraint('resolution_pkey', ['question_id', 'version'])
    .addCheckConstraint('resolution_known_unless_annulled', sql`(outcome is null) = (known_at is null)`)
    .addCheckConstraint(
      'resolution_has_evidence',
      sql`cardinality(evidence_urls) = cardinality(evidence_times)
          and (outcome is null or cardinality(evidence_urls) > 0)
          and array_position(evidence_times, null) is null`,
    )
    .addCheckConstraint('resolution_note_says_something', sql`note = '' or btrim(note) <> ''`)
    .addCheckConstraint('resolution_reason', sql`note <> '' or (version = 1 and outcome is not null)`)
    .execute();

  await sql`
    create function judge_resolution() returns trigger
    language plpgsql volatile
    set search_path = public, pg_temp
    as $$
    declare
      asked record;
    begin
      if nullif(current_setting('final_two.actor', true), '')::integer is distinct from new.decided_by
        and nullif(current_setting('final_two.actor', true), '') is not null then
        raise exception 'a result is published in one’s own name' using errcode = 'FT013';
      end if;
      perform pg_advisory_xact_lock(question_lock_class(), new.question_id);
      select q.scored and not q.is_draft as resolvable,
             (select count(*) from question_option o where o.question_id = q.id) as options,
             (select coalesce(max(version), 0) from resolution r where r.question_id = q.id) as version
        into asked
        from question q where q.id = new.question_id;
      if not asked.resolvable then
        raise exception 'an opinion question or a draft is never resolved' using errcode = 'FT021';
      end if;
      if new.version <> asked.version + 1 then
        raise exception 'another version was published first' using errcode = 'FT020';
      end if;
      new.published_at := now_at();
      if new.outcome is not null and (
        array_ndims(new.outcome) is distinct from 1 or cardinality(new.outcome) <> asked.options
        or array_position(new.outcome, null) is not null or not isfinite(new.known_at) or new.known_at > new.published_at
      ) then
        raise exception 'not a result of this question' using errcode = 'FT022';
      end if;
      if exists (select from unnest(new.evidence_urls) url where url is null or url !~ '^https://[^/[:space:]]+[.][^[:space:]]+$')
        or exists (select from unnest(new.evidence_times) t where not isfinite(t) or t > new.published_at) then
        raise exception 'evidence is at an https address, and published already' using errcode = 'FT022';
      end if;
      new.provisional := new.provisional
        or exists (select from forecast f where f.question_id = new.question_id and f.account_id = new.decided_by)
        or exists (select from account a where a.id = new.decided_by and a.is_author);
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger resolution_is_judged before insert on resolution
    for each row execute function judge_resolution()
  `.execute(db);
  await sql`
    create trigger resolution_is_recorded after insert on resolution
    for each row execute function audit_change('question_id', 'version')
  `.execute(db);
  await sql`
    create or replace function forecast_gate() returns trigger
    language plpgsql volatile
    set search_path = public, pg_temp
    as $$
    declare
      asked record;
      sum_permille integer;
      in_range boolean;
    begin
      perform pg_advisory_xact_lock_shared(question_lock_class(), new.question_id);
      perform pg_advisory_xact_lock((new.question_id::bigint << 32) | new.account_id);

      if exists (
        select from forecast where account_id = new.account_id and request_id = new.request_id
      ) then
        return null;
      end if;

      new.seq := nextval('forecast_seq');
      new.made_at := now_at();

      select q.seats, q.opens_at, least(q.closes_at, q.ends_by) as closes_at, q.is_draft,
             exists (select from resolution r where r.question_id = q.id) as resolved,
             (select count(*) from question_option o where o.question_id = q.id) as options
        into asked
        from question q
       where q.id = new.question_id;
      if not found or asked.is_draft then
        raise exception 'no such question' using errcode = 'FT004';
      end if;
      if new.made_at < asked.opens_at then
        raise exception 'the question is not open yet' using errcode = 'FT002';
      end if;
      if asked.resolved or asked.closes_at is not null and new.made_at >= asked.closes_at then
        raise exception 'the question is closed' using errcode = 'FT001';
      end if;

      if (
        select count(*) from (
          select from forecast
           where account_id = new.account_id and made_at > new.made_at - interval '10 minutes'
           limit 300
        ) recent
      ) >= 300 then
        raise exception 'more than 300 forecasts in ten minutes' using errcode = 'FT006';
      end if;

      if new.permille is null then
        if not exists (
          select from standing
           where question_id = new.question_id and account_id = new.account_id and permille is not null
        ) then
          raise exception 'nothing to withdraw' using errcode = 'FT005';
        end if;
        return new;
      end if;

      select sum(p), bool_and(p is not null and p between 1 and 999)
        into sum_permille, in_range
        from unnest(new.permille) p;
      if array_ndims(new.permille) is distinct from 1
        or cardinality(new.permille) <> asked.options
        or not coalesce(in_range, false)
        or sum_permille <> 1000 * asked.seats then
        raise exception 'not a forecast on this question' using errcode = 'FT003';
      end if;
      return new;
    end
    $$
  `.execute(db);

  await sql`
    create or replace function fix_option_field() returns trigger
    language plpgsql
    set search_path = public, pg_temp
    as $$
    begin
      perform pg_advisory_xact_lock(question_lock_class(), coalesce(new.question_id, old.question_id));
      if exists (select from forecast where question_id = coalesce(new.question_id, old.question_id))
        or exists (select from resolution where question_id = coalesce(new.question_id, old.question_id)) then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      return coalesce(new, old);
    end
    $$
  `.execute(db);
  await sql`
    create function keep_close() returns trigger
    language plpgsql
    set search_path = public, pg_temp
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

  await db.schema
    .createTable('score')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('peer_micro', 'bigint', (c) => c.notNull())
    .addColumn('baseline_micro', 'bigint', (c) => c.notNull())
    .addColumn('coverage_millionths', 'integer', (c) =>
      c.notNull().check(sql`coverage_millionths between 0 and 1000000`),
    )
    .addColumn('brier_millionths', 'integer')
    .addColumn('rank', 'integer')
    .addColumn('place', 'integer')
    .addPrimaryKeyConstraint('score_pkey', ['question_id', 'version', 'account_id'])
    .addForeignKeyConstraint('score_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .addCheckConstraint('score_ranked_has_place', sql`(rank is null) = (place is null)`)
    .execute();
  await sql`create unique index score_place on score (question_id, version, place) where place is not null`.execute(
    db,
  );
  await sql`create index score_account on score (account_id)`.execute(db);

  await db.schema
    .createTable('score_line')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('from_at', 'timestamptz', (c) => c.notNull())
    .addColumn('until_at', 'timestamptz', (c) => c.notNull())
    .addColumn('peer_micro', sql`bigint[]`, (c) => c.notNull())
    .addColumn('baseline_micro', sql`bigint[]`, (c) => c.notNull())
    .addPrimaryKeyConstraint('score_line_pkey', ['question_id', 'version', 'account_id', 'seq'])
    .addForeignKeyConstraint('score_line_score', ['question_id', 'version', 'account_id'], 'score', [
      'question_id',
      'version',
      'account_id',
    ])
    .execute();

  await db.schema
    .createTable('reference_score')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('who', 'text', (c) => c.notNull().check(sql`who in ('crowd', 'even')`))
    .addColumn('peer_micro', 'bigint', (c) => c.notNull())
    .addColumn('baseline_micro', 'bigint', (c) => c.notNull())
    .addColumn('coverage_millionths', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('reference_score_pkey', ['question_id', 'version', 'who'])
    .addForeignKeyConstraint('reference_score_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .execute();

  for (const table of TABLES) {
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
  await sql`drop trigger question_stays_closed on question`.execute(db);
  await sql`drop function keep_close()`.execute(db);
  await sql`
    create or replace function fix_option_field() returns trigger
    language plpgsql
    as $$
    begin
      perform pg_advisory_xact_lock(question_lock_class(), coalesce(new.question_id, old.question_id));
      if exists (select from forecast where question_id = coalesce(new.question_id, old.question_id)) then
        raise exception 'a question never changes its field or its seats' using errcode = 'FT011';
      end if;
      return coalesce(new, old);
    end
    $$
  `.execute(db);
  await sql`
    create or replace function forecast_gate() returns trigger
    language plpgsql volatile
    as $$
    declare
      asked record;
      sum_permille integer;
      in_range boolean;
    begin
      perform pg_advisory_xact_lock_shared(question_lock_class(), new.question_id);
      perform pg_advisory_xact_lock((new.question_id::bigint << 32) | new.account_id);

      if exists (
        select from forecast where account_id = new.account_id and request_id = new.request_id
      ) then
        return null;
      end if;

      new.seq := nextval('forecast_seq');
      new.made_at := now_at();

      select q.seats, q.opens_at, q.closes_at,
             (select count(*) from question_option o where o.question_id = q.id) as options
        into asked
        from question q
       where q.id = new.question_id;
      if not found then
        raise exception 'no such question' using errcode = 'FT004';
      end if;
      if new.made_at < asked.opens_at then
        raise exception 'the question is not open yet' using errcode = 'FT002';
      end if;
      if asked.closes_at is not null and new.made_at >= asked.closes_at then
        raise exception 'the question is closed' using errcode = 'FT001';
      end if;

      if (
        select count(*) from (
          select from forecast
           where account_id = new.account_id and made_at > new.made_at - interval '10 minutes'
           limit 300
        ) recent
      ) >= 300 then
        raise exception 'more than 300 forecasts in ten minutes' using errcode = 'FT006';
      end if;

      if new.permille is null then
        if not exists (
          select from standing
           where question_id = new.question_id and account_id = new.account_id and permille is not null
        ) then
          raise exception 'nothing to withdraw' using errcode = 'FT005';
        end if;
        return new;
      end if;

      select sum(p), bool_and(p is not null and p between 1 and 999)
        into sum_permille, in_range
        from unnest(new.permille) p;
      if array_ndims(new.permille) is distinct from 1
        or cardinality(new.permille) <> asked.options
        or not coalesce(in_range, false)
        or sum_permille <> 1000 * asked.seats then
        raise exception 'not a forecast on this question' using errcode = 'FT003';
      end if;
      return new;
    end
    $$
  `.execute(db);
  for (const table of TABLES.toReversed()) await db.schema.dropTable(table).execute();
  await sql`drop function judge_resolution()`.execute(db);
}
