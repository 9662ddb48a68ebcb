// Acknowledged, durable forecasts through the whole HTTP path: against pgbench with the same statement, and on a log that
// grew by 200,000 rows in the last minute against a fresh one. Alternating runs, medians.
import { sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { postForecasts, QUESTION } from './load/run-client.ts';
import { forecastScript } from './load/forecast-script.ts';
import { PGBENCH_MISSING, pgbenchPath, runPgbench } from './pgbench.ts';
import { median, type Result, rounded } from './result.ts';
import { type BenchDatabase, type BenchServer, openBenchServer, startSite } from './site.ts';

const ROUNDS = 3;
const WARM_SECONDS = 3;
const SECONDS = 8;
const CONNECTIONS = 64;
const PGBENCH_CLIENTS = 32;
/** Enough that nobody reaches the daily limit. */
const ACCOUNTS = 20_000;
const OLD_ROWS = 200_000;

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(ACCOUNTS);
  try {
    return [await measureAgainstPgbench(server), await measureOldLog(server)];
  } finally {
    await server.stop();
  }
}

async function measureAgainstPgbench(server: BenchServer): Promise<Result> {
  const through: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    through.push(await forecastsPerSecond(server));
    if (pgbenchPath) alone.push(await pgbenchPerSecond(server));
  }
  const goal = { name: 'durable-forecast-vs-pgbench', goal: 0.45, atLeast: true };
  if (!pgbenchPath) return { ...goal, ratio: null, note: `${PGBENCH_MISSING}; HTTP ${rounded(through)}/s` };
  const note = `HTTP ${rounded(through)}/s, pgbench ${rounded(alone)}/s`;
  return { ...goal, ratio: median(through) / median(alone), note };
}

async function measureOldLog(server: BenchServer): Promise<Result> {
  const fresh: number[] = [];
  const old: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    fresh.push(await forecastsPerSecond(server));
    old.push(await forecastsPerSecond(server, ({ owner }) => growLog(owner, OLD_ROWS)));
  }
  const note = `after ${OLD_ROWS} rows ${rounded(old)}/s, fresh ${rounded(fresh)}/s`;
  return {
    name: 'forecast-rate-old-log-vs-new',
    ratio: median(old) / median(fresh),
    goal: 0.8,
    atLeast: true,
    note,
  };
}

async function pgbenchPerSecond(server: BenchServer): Promise<number> {
  const database = await server.createDatabase();
  try {
    const script = await forecastScript(database.owner, QUESTION, ACCOUNTS);
    return await runPgbench(database.appUrl, script, { clients: PGBENCH_CLIENTS, seconds: SECONDS });
  } finally {
    await database.close();
  }
}

/** On a fresh copy of the database and in a fresh process; every acknowledged forecast must be in the log. */
async function forecastsPerSecond(
  server: BenchServer,
  prepare?: (database: BenchDatabase) => Promise<void>,
): Promise<number> {
  const database = await server.createDatabase();
  const site = await startSite(database);
  try {
    const load = { port: site.port, connections: CONNECTIONS, accounts: ACCOUNTS };
    const warm = await postForecasts({ ...load, seconds: WARM_SECONDS });
    await prepare?.(database);
    const before = await countRows(database);
    const posted = await postForecasts({ ...load, seconds: SECONDS, firstTurn: warm.acknowledged });
    const logged = (await countRows(database)) - before;
    if (Object.keys(posted.refused).length > 0) throw new Error(`refused: ${JSON.stringify(posted.refused)}`);
    if (logged < posted.acknowledged) {
      throw new Error(`${posted.acknowledged} forecasts were acknowledged, but ${logged} are in the log`);
    }
    return posted.acknowledged / posted.seconds;
  } finally {
    await site.stop();
    await database.close();
  }
}

/** Rows of the last minute by accounts of their own, past the gate: statistics stay as they were. */
export async function growLog(owner: Db, rows: number): Promise<void> {
  await sql`alter table forecast disable trigger user`.execute(owner);
  await sql`
    insert into account (handle) select 'old-' || n from generate_series(1, ${rows / 10}::int) n
  `.execute(owner);
  await sql`
    insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
    select q.id, nextval('forecast_seq'), a.id, now() - random() * interval '1 minute',
           array[600 + n, 700 - n, 700]::smallint[], gen_random_uuid()
      from generate_series(1, 10) n
      cross join (select id from account where handle like 'old-%') a
      join question q on q.slug = ${QUESTION}
  `.execute(owner);
  await sql`alter table forecast enable trigger user`.execute(owner);
}

async function countRows({ owner }: BenchDatabase): Promise<number> {
  const { n } = await owner
    .selectFrom('forecast')
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
