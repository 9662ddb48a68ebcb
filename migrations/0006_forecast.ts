import { type Kysely, sql } from 'kysely';

/**
 * The log of forecasts and the gate in front of it; see docs/decisions/005-the-gate.md.
 *
 * The gate stamps the time after it has its locks and reads the phase at that time. Closing holds the same lock
 * exclusively, so no forecast is stamped or committed after a close.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence forecast_seq as bigint`.execute(db);

  await db.schema
    .createTable('forecast')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('made_at', 'timestamptz', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addColumn('request_id', 'uuid', (c) => c.notNull())
    .addPrimaryKeyConstraint('forecast_pkey', ['question_id', 'seq'])
    .addUniqueConstraint('forecast_request', ['account_id', 'request_id'])
    .addUniqueConstraint('forecast_order', ['seq'])
    .execute();
  await sql`create index forecast_by_account on forecast (account_id, made_at)`.execute(db);

  await db.schema
    .createTable('standing')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('made_at', 'timestamptz', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addPrimaryKeyConstraint('standing_pkey', ['question_id', 'account_id'])
    .execute();
  await sql`create index standing_by_account on standing (account_id)`.execute(db);
  await sql`create unique index standing_order on standing (question_id, seq)`.execute(db);

  await sql`
    create function forecast_gate() returns trigger
    language plpgsql volatile set search_path = public, pg_temp
    as $$
    declare
      asked record;
      sum_permille integer;
      in_range boolean;
    begin
      -- Before a seq is drawn: followers of the log rely on it.
      perform pg_current_xact_id();
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
    create trigger forecast_passes_gate before insert on forecast
    for each row execute function forecast_gate()
  `.execute(db);

  // `standing` holds rows of the log only, and never goes back.
  await sql`
    create function follow_log() returns trigger
    language plpgsql volatile set search_path = public, pg_temp
    as $$
    begin
      if tg_op = 'UPDATE' and new.seq <= old.seq then
        raise exception 'a standing forecast is replaced by a later one only' using errcode = 'FT012';
      end if;
      if not exists (
        select from forecast
         where question_id = new.question_id and seq = new.seq and account_id = new.account_id
           and made_at = new.made_at and permille is not distinct from new.permille
      ) then
        raise exception 'a standing forecast is a row of the log' using errcode = 'FT012';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger standing_follows_log before insert or update on standing
    for each row execute function follow_log()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('standing').execute();
  await db.schema.dropTable('forecast').execute();
  await sql`drop function follow_log()`.execute(db);
  await sql`drop function forecast_gate()`.execute(db);
  await sql`drop sequence forecast_seq`.execute(db);
}
