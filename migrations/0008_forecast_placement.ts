import { type Kysely, sql } from 'kysely';

/**
 * How forecasts enter: by place_forecasts, the only way that the app's role has. Triggers apply the same rules to what
 * the owner inserts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
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
  // The app's role alone gets it back: see src/lib/server/db/rights.ts.
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
  for (const name of ['follow_log', 'check_forecast_insert', 'is_past_gate', 'place_forecasts']) {
    await sql`drop function ${sql.id(name)}`.execute(db);
  }
}
