import { type Kysely, sql } from 'kysely';

/**
 * The official outcome of a question, one version per decision. Inserting one takes the question's lock exclusively,
 * so that no forecast is accepted after it.
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
      select q.scored and not q.is_draft as resolvable,
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
        or array_position(new.outcome, null) is not null or not isfinite(new.known_at) or new.known_at > new.published_at
      ) then
        raise exception 'not a result of this question' using errcode = 'FT022';
      end if;
      if exists (select from unnest(new.evidence_urls) url where is_https_url(url) is not true)
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
    create trigger resolution_is_checked before insert on resolution
    for each row execute function check_resolution()
  `.execute(db);

  // When a version becomes final: at once, or 24 hours after a provisional publication, for others to object.
  await sql`
    create function final_at(resolution) returns timestamptz
    language sql stable parallel safe
    return $1.published_at + case when $1.provisional then interval '24 hours' else interval '0' end
  `.execute(db);

  // Until when a version is provisional; null where it is final.
  await sql`
    create function provisional_until(resolution) returns timestamptz
    language sql volatile parallel safe
    return case when $1.provisional and now_at() < final_at($1) then final_at($1) end
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function provisional_until(resolution)`.execute(db);
  await sql`drop function final_at(resolution)`.execute(db);
  await db.schema.dropTable('resolution').execute();
  await sql`drop function check_resolution()`.execute(db);
}
