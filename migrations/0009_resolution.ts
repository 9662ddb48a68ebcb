import { type Kysely, sql } from 'kysely';

/** Results of questions, and of the rounds that they are about. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createResolution(db);
  await createConfirmation(db);
  await createRoundRules(db);
}

/**
 * The official outcome of a question, one version per decision. Inserting one takes the question's lock exclusively,
 * so that no forecast is accepted after it.
 */
async function createResolution(db: Kysely<unknown>): Promise<void> {
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
    create function check_resolution() returns trigger
    language plpgsql volatile set search_path = public, pg_temp
    as $$
    declare
      target record;
    begin
      if nullif(current_setting('final_two.actor', true), '')::integer is distinct from new.decided_by
        and nullif(current_setting('final_two.actor', true), '') is not null then
        raise exception 'a result is published in the name of who decides' using errcode = 'FT013';
      end if;
      perform pg_advisory_xact_lock(question_lock_class(), new.question_id);
      select q.opens_at, q.scored and not q.is_draft as resolvable,
             (select count(*) from question_option o where o.question_id = q.id) as options,
             (select coalesce(max(version), 0) from resolution r where r.question_id = q.id) as version
        into target
        from question q where q.id = new.question_id;
      if not target.resolvable then
        raise exception 'an opinion question or a draft is never resolved' using errcode = 'FT021';
      end if;
      if new.version <> target.version + 1 then
        raise exception 'another version was published first' using errcode = 'FT020';
      end if;
      new.published_at := now_at();
      if new.outcome is not null and (
        array_ndims(new.outcome) is distinct from 1 or cardinality(new.outcome) <> target.options
        or array_position(new.outcome, null) is not null or not isfinite(new.known_at)
        or new.known_at not between target.opens_at and new.published_at
      ) then
        raise exception 'not a result of this question' using errcode = 'FT022';
      end if;
      if exists (select from unnest(new.evidence_urls) url where is_https_url(url) is not true)
        or exists (select from unnest(new.evidence_times) t where not isfinite(t) or t > new.published_at) then
        raise exception 'evidence is at an https address, and published already' using errcode = 'FT022';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger resolution_is_checked before insert on resolution
    for each row execute function check_resolution()
  `.execute(db);
}

/** A version is provisional for 24 hours, or until a second admin confirms it. */
async function createConfirmation(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('confirmation')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('confirmed_by', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('confirmed_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addPrimaryKeyConstraint('confirmation_pkey', ['question_id', 'version'])
    .addForeignKeyConstraint('confirmation_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .execute();

  // When a version becomes final: as it is confirmed, else 24 hours after its publication.
  await sql`
    create function final_at(resolution) returns timestamptz
    language sql stable parallel safe
    return coalesce(
      (select c.confirmed_at from confirmation c where c.question_id = $1.question_id and c.version = $1.version),
      $1.published_at + interval '24 hours'
    )
  `.execute(db);

  // The latest version of each question's resolution.
  await sql`
    create view latest_resolution as
    select r.*, final_at(r) as final_at
      from resolution r
     where not exists (
       select from resolution later where later.question_id = r.question_id and later.version > r.version
     )
  `.execute(db);

  // Until when a version is provisional; null where it is final.
  await sql`
    create function provisional_until(resolution) returns timestamptz
    language sql volatile parallel safe
    return case when now_at() < final_at($1) then final_at($1) end
  `.execute(db);

  // Whether an account may confirm a version: an admin who did not publish it and has no stake in the question.
  await sql`
    create function may_confirm(resolution, account_id integer) returns boolean
    language sql stable parallel safe
    return account_id <> $1.decided_by
      and exists (select from account a where a.id = account_id and a.is_admin and not a.is_author)
      and not exists (select from forecast f where f.question_id = $1.question_id and f.account_id = $2)
  `.execute(db);

  await sql`
    create function check_confirmation() returns trigger
    language plpgsql volatile set search_path = public, pg_temp
    as $$
    declare
      latest resolution;
    begin
      if nullif(current_setting('final_two.actor', true), '')::integer is distinct from new.confirmed_by
        and nullif(current_setting('final_two.actor', true), '') is not null then
        raise exception 'a result is confirmed in the name of who confirms it' using errcode = 'FT013';
      end if;
      perform pg_advisory_xact_lock(question_lock_class(), new.question_id);
      select r.* into latest from resolution r where r.question_id = new.question_id order by version desc limit 1;
      if latest.version is distinct from new.version then
        raise exception 'another version was published since' using errcode = 'FT020';
      end if;
      if provisional_until(latest) is null then
        raise exception 'this version is final already' using errcode = 'FT023';
      end if;
      if not may_confirm(latest, new.confirmed_by) then
        raise exception 'a result is confirmed by a second admin without a stake' using errcode = 'FT024';
      end if;
      new.confirmed_at := now_at();
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger confirmation_is_checked before insert on confirmation
    for each row execute function check_confirmation()
  `.execute(db);
}

/**
 * One source for the outcome of a round: the result of its question. Publishing, correcting or annulling that result writes
 * the outcomes of the round's entrants, and nothing else may contradict it.
 */
async function createRoundRules(db: Kysely<unknown>): Promise<void> {
  // The newest question with a result decides, where several ask for the same round.
  await sql`
    create function entrant_result(round_of smallint, company text) returns text
    language sql stable parallel safe
    return (
      select case when latest.outcome[o.position + 1] then 'advanced' else 'eliminated' end
        from question q
        join question_option o on o.question_id = q.id and o.company_slug = company
        join latest_resolution latest on latest.question_id = q.id and latest.outcome is not null
       where q.round_number = round_of and q.announcement_rule = 'survivors'
       order by q.id desc
       limit 1
    )
  `.execute(db);

  await sql`
    create function apply_result_to_round() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
      target smallint;
      known timestamp;
    begin
      select round_number into target
        from question where id = new.question_id and announcement_rule = 'survivors';
      if target is null then
        return null;
      end if;
      update entrant e
         set outcome = result.outcome,
             reason_ko = case when result.outcome = 'eliminated'
               then coalesce(e.reason_ko, '공식 발표에서 다음 단계로 가는 기업에 들지 않았어요.') end,
             reason_en = case when result.outcome = 'eliminated'
               then coalesce(e.reason_en, 'Was not among the companies that go on.') end,
             short_reason_ko = case when result.outcome = 'eliminated' then e.short_reason_ko end,
             short_reason_en = case when result.outcome = 'eliminated' then e.short_reason_en end
        from question_option o, lateral (select entrant_result(target, o.company_slug) as outcome) result
       where o.question_id = new.question_id and e.round_number = target and e.company_slug = o.company_slug
         and e.outcome is distinct from result.outcome;
      select latest.known_at at time zone 'Asia/Seoul' into known
        from question q
        join latest_resolution latest on latest.question_id = q.id and latest.outcome is not null
       where q.round_number = target and q.announcement_rule = 'survivors'
       order by q.id desc
       limit 1;
      -- A day whose hour was never published keeps none.
      update round
         set result_on = known::date, result_time = date_trunc('minute', known)::time
       where number = target
         and (result_on is distinct from known::date
           or result_time is distinct from date_trunc('minute', known)::time and result_time is not null);
      return null;
    end
    $$
  `.execute(db);
  await sql`
    create trigger resolution_decides_round after insert on resolution
    for each row execute function apply_result_to_round()
  `.execute(db);

  await sql`
    create function keep_entrant_result() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if entrant_result(new.round_number, new.company_slug) <> coalesce(new.outcome, '') then
        raise exception 'the result of a question says otherwise'
          using errcode = 'FT029', constraint = 'entrant_follows_result';
      end if;
      return null;
    end
    $$
  `.execute(db);
  await sql`
    create trigger entrant_follows_result after insert or update of outcome on entrant
    for each row execute function keep_entrant_result()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger entrant_follows_result on entrant`.execute(db);
  await sql`drop function may_confirm(resolution, integer)`.execute(db);
  await sql`drop function provisional_until(resolution)`.execute(db);
  await sql`drop function entrant_result(smallint, text)`.execute(db);
  await db.schema.dropView('latest_resolution').execute();
  await sql`drop function final_at(resolution)`.execute(db);
  await db.schema.dropTable('confirmation').execute();
  await db.schema.dropTable('resolution').execute();
  for (const name of [
    'keep_entrant_result',
    'apply_result_to_round',
    'check_confirmation',
    'check_resolution',
  ])
    await sql`drop function ${sql.id(name)}()`.execute(db);
}
