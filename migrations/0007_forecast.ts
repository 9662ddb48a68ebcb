import { type Kysely, sql } from 'kysely';

/** Of an account, by Korean days: more is no forecaster's need. */
const FORECASTS_PER_DAY = 300;

/** The log of forecasts, and how forecasts enter it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createLog(db);
  await createGate(db);
  await createPlacement(db);
}

/**
 * The log of forecasts, the latest row of each account on each question, and how many rows an account has added today.
 *
 * `forecast` and `standing` have no foreign keys: each would cost as much as the insert itself, and lock the question's
 * row in every forecast. The gate checks the question instead, which is never deleted once opened, and each row of the
 * log is counted in `forecast_count`, which refers to the account.
 */
async function createLog(db: Kysely<unknown>): Promise<void> {
  // Without a cache: the order of `seq` is the order in which the numbers were drawn, over all sessions.
  await sql`create sequence forecast_seq as bigint cache 1`.execute(db);

  await db.schema
    .createTable('forecast')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('made_at', 'timestamptz', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addColumn('request_id', 'uuid', (c) => c.notNull())
    .addPrimaryKeyConstraint('forecast_pkey', ['question_id', 'seq'])
    .addUniqueConstraint('forecast_request', ['account_id', 'request_id'])
    .addUniqueConstraint('forecast_order', ['seq'])
    .execute();
  await sql`create index forecast_by_account on forecast (account_id, question_id, seq)`.execute(db);

  await db.schema
    .createTable('standing')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('made_at', 'timestamptz', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addPrimaryKeyConstraint('standing_pkey', ['question_id', 'account_id'])
    .execute();
  await sql`create index standing_by_account on standing (account_id)`.execute(db);
  await sql`create unique index standing_order on standing (question_id, seq)`.execute(db);

  // One row per account: the count of the latest day of Korea on which it forecast.
  await sql`
    create table forecast_count (
      account_id integer primary key references account,
      day date not null,
      count smallint not null
    ) with (fillfactor = 70)
  `.execute(db);
}

/** The gate in front of the log of forecasts: the rules, each once; see docs/decisions/005-group-commit.md. */
async function createGate(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function account_lock_class() returns integer
    language sql immutable parallel safe
    return 18008
  `.execute(db);

  // Checks a batch of forecasts on one question, each account once; draws `seq` for those that may enter the log, and
  // gives the receipt of the row that counts for those that were accepted before. The order matters, and each query
  // of a volatile function has a snapshot of its own: a transaction id before any `seq`, so that followers of the log
  // know when a gap is final; the question's lock before its phase is read, since closing holds that lock exclusively;
  // the accounts' locks, in one order, before their rows are read; then the time.
  // `refusal` is one of the SQLSTATEs in src/lib/server/platform/db/sqlstate.ts.
  await sql`
    create function check_forecasts(question integer, accounts integer[], requests uuid[], forecasts text[])
    returns table (account_id integer, refusal text, is_new boolean, seq bigint, made_at timestamptz,
                   permille smallint[], request_id uuid, is_first boolean, retry_seconds integer)
    language plpgsql volatile
    as $$
    #variable_conflict use_column
    declare
      transaction_id xid8 := pg_current_xact_id();
      field record;
      stamp timestamptz;
      today date;
      midnight timestamptz;
      phase_refusal text;
    begin
      perform pg_advisory_xact_lock_shared(question_lock_class(), question);
      select q.seats, q.opens_at, least(q.closes_at, q.ends_by) as closes_at,
             (select count(*) from question_option o where o.question_id = q.id) as options,
             exists (select from resolution r where r.question_id = q.id) as resolved
        into field
        from question q
       where q.id = question and not q.is_draft;

      perform pg_advisory_xact_lock(account_lock_class(), account)
         from (select distinct account from unnest(accounts) account order by account) sorted;
      stamp := now_at();
      today := (stamp at time zone 'Asia/Seoul')::date;
      midnight := (today + 1)::timestamp at time zone 'Asia/Seoul';
      phase_refusal := case
        when field.seats is null then 'FT004'
        when stamp < field.opens_at then 'FT002'
        when field.resolved or stamp >= field.closes_at then 'FT001'
      end;

      return query
      with checked as materialized (
        select f.*, earlier.seq as earlier_seq, standing.seq as standing_seq,
               case
                 when earlier.question_id = question and earlier.permille is not distinct from f.numbers then 'repeated'
                 when earlier.seq is not null then 'FT007'
                 when phase_refusal is not null then phase_refusal
                 when f.numbers is null then case when standing.permille is null then 'FT005' end
                 when f.numbers = standing.permille then 'unchanged'
                 when array_ndims(f.numbers) is distinct from 1
                   or cardinality(f.numbers) <> field.options
                   or array_position(f.numbers, null) is not null
                   or not (select sum(p) = 1000 * field.seats and min(p) >= 1 and max(p) <= 999
                             from unnest(f.numbers) p) then 'FT003'
               end as verdict
          from (select u.account, u.request, u.forecast::smallint[] as numbers
                  from unnest(accounts, requests, forecasts) u (account, request, forecast)) f
          left join lateral (
            select l.question_id, l.seq, l.permille from forecast l
             where l.account_id = f.account and l.request_id = f.request limit 1
          ) earlier on true
          left join lateral (
            select s.seq, s.permille from standing s
             where s.question_id = question and s.account_id = f.account limit 1
          ) standing on true
      ), counted as (
        insert into forecast_count as c (account_id, day, count)
        select account, today, 1 from checked where verdict is null and numbers is not null
        on conflict (account_id) do update
           set day = excluded.day, count = case when c.day = excluded.day then c.count + 1 else 1 end
         -- At 'infinity' for deleted accounts.
         where c.day <> 'infinity' and (c.day <> excluded.day or c.count < ${sql.lit(FORECASTS_PER_DAY)})
        returning account_id
      ), accepted as (
        -- A withdrawal is not counted: each takes back a forecast that was.
        select c.*, c.verdict is null and (c.numbers is null or counted.account_id is not null) as is_new
          from checked c
          left join counted on counted.account_id = c.account
      )
      select c.account,
             case
               when c.is_new then null
               when c.verdict is null then 'FT006'
               when receipt.seq is null then c.verdict
             end,
             c.is_new,
             case when c.is_new then nextval('forecast_seq') else receipt.seq end,
             coalesce(receipt.made_at, stamp),
             c.numbers,
             coalesce(receipt.request_id, c.request),
             case when receipt.seq is null then c.standing_seq is null else not exists (
               select from forecast l
                where l.account_id = c.account and l.question_id = question and l.seq < receipt.seq
             ) end,
             ceil(extract(epoch from midnight - stamp))::integer
        from accepted c
        left join lateral (
          select l.seq, l.made_at, l.request_id from forecast l
           where l.seq = case c.verdict when 'repeated' then c.earlier_seq when 'unchanged' then c.standing_seq end limit 1
        ) receipt on true;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function check_forecasts from public`.execute(db);
}

/**
 * How forecasts enter: by place_forecasts, the only way that the app's role has. Triggers apply the same rules to what
 * the owner inserts.
 */
async function createPlacement(db: Kysely<unknown>): Promise<void> {
  // Index look-ups by a plan made once: statistics lag behind a log that grows by thousands of rows a second.
  await sql`
    create function place_forecasts(question integer, accounts integer[], requests uuid[], forecasts text[])
    returns table (account_id integer, refusal text, is_new boolean, seq bigint, made_at timestamptz,
                   request_id uuid, is_first boolean, retry_seconds integer)
    language plpgsql volatile security definer
    set search_path = public, pg_temp
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $$
    #variable_conflict use_column
    declare
      gate text := set_config('final_two.gate', 'passed', true);
    begin
      return query
      with checked as materialized (
        select * from check_forecasts(question, accounts, requests, forecasts)
      ), logged as (
        insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
        select question, c.seq, c.account_id, c.made_at, c.permille, c.request_id
          from checked c where c.is_new order by c.seq
      ), stood as (
        insert into standing (question_id, account_id, seq, made_at, permille)
        select question, c.account_id, c.seq, c.made_at, c.permille from checked c where c.is_new
        on conflict (question_id, account_id) do update
           set seq = excluded.seq, made_at = excluded.made_at, permille = excluded.permille
         where standing.seq < excluded.seq
      )
      select c.account_id, c.refusal, c.is_new, c.seq, c.made_at, c.request_id, c.is_first, c.retry_seconds
        from checked c;
      gate := set_config('final_two.gate', '', true);
    end
    $$
  `.execute(db);
  // The app's role alone gets it back: see src/lib/server/platform/db/migrate.ts.
  await sql`revoke execute on function place_forecasts from public`.execute(db);

  // Anybody can set the setting, but only the owner has the right: it is how place_forecasts runs.
  await sql`
    create function is_past_gate() returns boolean
    language sql stable
    return coalesce(current_setting('final_two.gate', true), '') = 'passed'
           and has_table_privilege('forecast'::regclass, 'trigger')
  `.execute(db);
  await sql`
    create function check_forecast_insert() returns trigger
    language plpgsql volatile set search_path = public, pg_temp
    as $$
    declare
      checked record;
    begin
      select * into checked
        from check_forecasts(new.question_id, array[new.account_id], array[new.request_id], array[new.permille::text]);
      if checked.refusal is not null then
        raise exception 'the gate refuses this forecast' using errcode = checked.refusal;
      end if;
      if not checked.is_new then
        return null;
      end if;
      new.seq := checked.seq;
      new.made_at := checked.made_at;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger forecast_passes_gate before insert on forecast
    for each row when (not is_past_gate()) execute function check_forecast_insert()
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
    for each row when (not is_past_gate()) execute function follow_log()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger standing_follows_log on standing`.execute(db);
  await sql`drop trigger forecast_passes_gate on forecast`.execute(db);
  for (const name of [
    'follow_log',
    'check_forecast_insert',
    'is_past_gate',
    'place_forecasts',
    'check_forecasts',
    'account_lock_class',
  ])
    await sql`drop function ${sql.id(name)}`.execute(db);
  for (const table of ['forecast_count', 'standing', 'forecast']) await db.schema.dropTable(table).execute();
  await sql`drop sequence forecast_seq`.execute(db);
}
