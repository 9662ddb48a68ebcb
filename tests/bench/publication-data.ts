// A database with many forecasters on one open question and three questions that were resolved before, for the benchmark
// of publications. The rows are inserted by the owner with the triggers switched off: through the gate a million would
// take an hour.
import { sql } from 'kysely';
import { type Db, liftTimeouts } from '#lib/server/platform/db/connect.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { insertForecaster, insertQuestion, questionId } from '../integration/setup/factories.ts';
import { QUESTION } from './load/run-client.ts';

const RESOLVED = 3;
/** Of a hundred forecasters so many forecast twice. */
const TWICE_PERCENT = 20;
const CROWD_POINTS = 10_000;
/** Tables whose triggers a row of the past would not pass. */
const GUARDED = ['question', 'forecast', 'standing', 'crowd_point', 'account', 'resolution'];

export async function fillCrowd(owner: Db, forecasters: number): Promise<void> {
  const admin = await insertForecaster(owner, { isAdmin: true });
  const id = await questionId(owner, QUESTION);
  const resolved: number[] = [];
  for (let i = 0; i < RESOLVED; i++)
    resolved.push(await insertQuestion(owner, { slug: `past-${i}`, opensAt: new Date('2026-01-01') }));
  await owner.transaction().execute(async (tx) => {
    await liftTimeouts(tx);
    for (const table of GUARDED) await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx);
    await sql`
      update question set opens_at = now_at() - interval '30 days', closes_at = null where id = ${id}
    `.execute(tx);
    await sql`
      insert into account (handle) select 'crowd-' || n from generate_series(1, ${forecasters}::int) n
    `.execute(tx);
    await insertLog(tx, id);
    for (const question of resolved) await insertResult(tx, question, admin);
    for (const table of GUARDED) await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx);
  });
  await sql`vacuum analyze`.execute(owner);
  await owner.transaction().execute(async (tx) => {
    await liftTimeouts(tx);
    await leaderboard.republish(tx, null);
  });
}

/** A forecast of each, spread over thirty days, a second one of some, and the odds of ten thousand minutes. */
async function insertLog(owner: Db, question: number): Promise<void> {
  // The author's forecast has the first `seq` and was made now: no later row would count before it.
  for (const table of ['standing', 'forecast'])
    await sql`delete from ${sql.table(table)} where question_id = ${question}`.execute(owner);
  await sql`
    insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
    select ${question}, nextval('forecast_seq'), account_id,
           now_at() - interval '29 days' * (1 - n::float8 / count(*) over ()), array[a, b, 2000 - a - b],
           gen_random_uuid()
      from (select row_number() over (order by turn, account_id) as n, account_id,
                   (501 + 497 * random())::int as a, (501 + 497 * random())::int as b
              from (select a.id as account_id, turn from account a cross join generate_series(1, 2) turn
                     where a.handle like 'crowd-%' and (turn = 1 or a.id % 100 < ${TWICE_PERCENT}::int)) turns) rows
     order by n
  `.execute(owner);
  await sql`
    insert into standing (question_id, account_id, seq, made_at, permille)
    select distinct on (account_id) question_id, account_id, seq, made_at, permille
      from forecast where question_id = ${question} order by account_id, seq desc
  `.execute(owner);
  await sql`
    insert into crowd_point (question_id, at, seq, permille, forecasters)
    select ${question}, date_trunc('minute', now_at(), 'UTC') - interval '1 minute' * n, n, array[800, 700, 500], 1
      from generate_series(1, ${CROWD_POINTS}::int) n
  `.execute(owner);
}

/** A result with random scores for everybody. */
async function insertResult(owner: Db, question: number, admin: number): Promise<void> {
  await sql`
    insert into resolution (question_id, version, outcome, known_at, evidence_urls, evidence_times, note, decided_by)
    values (${question}, 1, '{t,f}', now_at() - interval '40 days', '{https://example.com}', array[now_at()], '', ${admin})
  `.execute(owner);
  await sql`
    insert into score (question_id, version, account_id, peer_micro, baseline_micro, coverage_millionths,
                       brier_millionths, rank, place)
    select ${question}, 1, account_id, peer, peer, 1000000, 100000, rank() over (order by peer desc),
           row_number() over (order by peer desc, account_id)
      from (select id as account_id, (100000000 * (random() - 0.5))::bigint as peer
              from account where handle like 'crowd-%') scored
  `.execute(owner);
}
