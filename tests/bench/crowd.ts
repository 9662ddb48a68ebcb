// Crowd odds of a question with a million standing forecasts: read from the keeper's tally right after a forecast came
// in, against medians of each option in SQL; and against crowdOdds of the whole crowd.
import { sql } from 'kysely';
import { CrowdTally } from '../../src/lib/domain/crowd-tally.ts';
import { crowdOdds } from '../../src/lib/domain/crowd.ts';
import { OPTIONS, QUESTION, randomForecasts, SEATS } from './load/run-client.ts';
import { median, type Result } from './result.ts';
import { sideBySide, timesFaster } from './side-by-side.ts';
import { type BenchDatabase, openBenchServer } from './site.ts';

const STANDING = 1_000_000;
const SQL_ROUNDS = 3;
/** The code of a running site is compiled. */
const WARM_READS = 1_000;

export async function results(): Promise<Result[]> {
  const standing = randomForecasts(STANDING);
  const tally = new CrowdTally(OPTIONS.length, SEATS);
  standing.forEach((permille, at) => tally.record(at, at + 1, permille));
  let seq = STANDING;
  const read = () => {
    seq += 1;
    tally.record(seq % STANDING, seq, standing[(seq * 7) % STANDING]!);
    return tally.odds();
  };
  for (let i = 0; i < WARM_READS; i++) read();
  const [readMs] = sideBySide([read]);
  const sqlMs = await timeSqlMedians();
  const whole = timesFaster(() => crowdOdds(standing, SEATS), read);
  const note = `a forecast and the odds with it in ${readMs!.toFixed(3)} ms, SQL ${sqlMs.toFixed(0)} ms`;
  return [
    { name: 'crowd-read-vs-sql-recompute', ratio: sqlMs / readMs!, goal: 1000, atLeast: true, note },
    {
      name: 'crowd-tally-vs-crowd-odds',
      ratio: whole.ratio,
      goal: 10,
      atLeast: true,
      note: `${STANDING} standing`,
    },
  ];
}

async function timeSqlMedians(): Promise<number> {
  const server = await openBenchServer(1);
  const database = await server.createDatabase();
  try {
    await fillStanding(database);
    const times: number[] = [];
    for (let round = 0; round < SQL_ROUNDS; round++) {
      const from = performance.now();
      await sql`
        select percentile_cont(0.5) within group (order by permille[1]),
               percentile_cont(0.5) within group (order by permille[2]),
               percentile_cont(0.5) within group (order by permille[3])
          from standing join question on question.id = standing.question_id
         where question.slug = ${QUESTION} and permille is not null
      `.execute(database.owner);
      times.push(performance.now() - from);
    }
    return median(times);
  } finally {
    await database.close();
    await server.stop();
  }
}

/** Past the gate and without log rows: only what stands is read. */
async function fillStanding({ owner }: BenchDatabase): Promise<void> {
  await sql`insert into account (handle) select 'crowd-' || n from generate_series(1, ${STANDING}::int) n`.execute(
    owner,
  );
  await sql`alter table standing disable trigger user`.execute(owner);
  await sql`
    insert into standing (question_id, account_id, seq, made_at, permille)
    select q.id, a.id, a.id, now(), array[600 + a.id % 300, 1000 - a.id % 300, 400]::smallint[]
      from account a join question q on q.slug = ${QUESTION} where a.handle like 'crowd-%'
  `.execute(owner);
  await sql`alter table standing enable trigger user`.execute(owner);
  await sql`analyze standing`.execute(owner);
}
