// Rows of the log that the keepers of three processes read for each forecast placed, at a steady rate of forecasts.
import { sql } from 'kysely';
import { postForecasts } from './load/run-client.ts';
import type { Result } from './result.ts';
import { type BenchDatabase, openBenchServer, startSite } from './site.ts';

const PROCESSES = 3;
/** Of all three together, each taking a third. */
const PER_SECOND = 360;
const SECONDS = 20;
const ACCOUNTS = 5_000;
/** A keeper polls this long after the last forecast. */
const SETTLE_MS = 2_000;

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(ACCOUNTS);
  const database = await server.createDatabase();
  const sites = await Promise.all(Array.from({ length: PROCESSES }, () => startSite(database)));
  try {
    await sql`select pg_stat_force_next_flush()`.execute(database.owner);
    const before = await rowsRead(database);
    const posted = await Promise.all(
      sites.map(({ port }, i) =>
        postForecasts({
          port,
          accounts: ACCOUNTS,
          connections: 8,
          perSecond: PER_SECOND / PROCESSES,
          seconds: SECONDS,
          firstTurn: i * ACCOUNTS,
        }),
      ),
    );
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    const rows = (await rowsRead(database)) - before;
    const placed = posted.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    const rate = placed / SECONDS;
    if (rate < 300) throw new Error(`only ${rate.toFixed(0)} forecasts/s came in`);
    const note = `${rows} rows for ${placed} forecasts over ${PROCESSES} processes at ${rate.toFixed(0)}/s`;
    return [{ name: 'log-rows-read-per-forecast', ratio: rows / placed, goal: 12, atLeast: false, note }];
  } finally {
    await Promise.all(sites.map((site) => site.stop()));
    await database.close();
    await server.stop();
  }
}

/** As PostgreSQL counts them: rows that index or sequential scans of the log fetched, whoever asked, the gate included. */
export async function rowsRead({ owner }: Pick<BenchDatabase, 'owner'>): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint as read
      from pg_stat_user_tables where relname = 'forecast'
  `.execute(owner);
  return rows[0]?.read ?? 0;
}
