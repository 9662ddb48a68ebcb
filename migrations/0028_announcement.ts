import { type Kysely, sql } from 'kysely';

/**
 * Which questions an announcement decides, and one source for the outcome of a round: the result of its question. Publishing,
 * correcting or annulling that result writes the outcomes of the round's entrants, and nothing else may contradict it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // How the announcement of the question's round decides it: by who goes on, by how many, by the day of the announcement (yes
  // before the close), or by its month. Null where it does not.
  await sql`
    alter table question add column announcement_rule text
      check (announcement_rule in ('survivors', 'count', 'day', 'month'))
  `.execute(db);
  await sql`alter table question disable trigger user`.execute(db);
  await sql`
    update question
       set announcement_rule = case
             when kind = 'advance' or slug ~ '^final-3[a-z]?$' then 'survivors'
             when slug ~ '^count-[0-9]+$' then 'count'
             when slug ~ '^round-[0-9]+-date-' then 'day'
             when slug ~ '^round-[0-9]+-month$' then 'month'
           end
  `.execute(db);
  await sql`alter table question enable trigger user`.execute(db);

  // Round of the announcement that a publication belongs to, if it does.
  await sql`alter table publication add column announced_round smallint references round (number)`.execute(
    db,
  );

  // The newest question with a result decides, where several ask for the same round.
  await sql`
    create function entrant_result(round_of smallint, company text) returns text
    language sql stable parallel safe
    return (
      select case when latest.outcome[o.position + 1] then 'advanced' else 'eliminated' end
        from question q
        join question_option o on o.question_id = q.id and o.company_slug = company
        join lateral (
          select r.outcome from resolution r where r.question_id = q.id order by r.version desc limit 1
        ) latest on latest.outcome is not null
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
        join lateral (
          select r.outcome, r.known_at from resolution r where r.question_id = q.id order by r.version desc limit 1
        ) latest on latest.outcome is not null
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
  await sql`drop trigger resolution_decides_round on resolution`.execute(db);
  await sql`drop function keep_entrant_result()`.execute(db);
  await sql`drop function apply_result_to_round()`.execute(db);
  await sql`drop function entrant_result(smallint, text)`.execute(db);
  await sql`alter table publication drop column announced_round`.execute(db);
  await sql`alter table question drop column announcement_rule`.execute(db);
}
