import { type Kysely, sql } from 'kysely';

/**
 * The official outcome of a question, one version per decision. Inserting one takes the question's lock exclusively,
 * so that no forecast is accepted after it. A version is provisional for 24 hours, or until a second admin confirms it.
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

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function may_confirm(resolution, integer)`.execute(db);
  await sql`drop function provisional_until(resolution)`.execute(db);
  await sql`drop function final_at(resolution)`.execute(db);
  await db.schema.dropTable('confirmation').execute();
  await sql`drop function check_confirmation()`.execute(db);
  await db.schema.dropTable('resolution').execute();
  await sql`drop function check_resolution()`.execute(db);
}
