import { type Kysely, sql } from 'kysely';

/** Of an account, by Korean days: more is no forecaster's need. */
const FORECASTS_PER_DAY = 300;

/** The gate in front of the log of forecasts: the rules, each once; see docs/decisions/005-group-commit.md. */
export async function up(db: Kysely<unknown>): Promise<void> {
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
  // `refusal` is one of the SQLSTATEs in src/lib/server/db/sqlstate.ts.
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

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of ['check_forecasts', 'account_lock_class'])
    await sql`drop function ${sql.id(name)}`.execute(db);
}
