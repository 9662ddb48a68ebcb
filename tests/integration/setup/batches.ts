// Shared by the tests of group commit: processes that place forecasts in batches, each with a pool of its own.
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import type { LogRow } from '#lib/server/forecasts/log/queries.ts';
import { ForecastBatches } from '#lib/server/forecasts/batches.ts';

/** The batches of one process of the site; closed after the test. */
export function openBatches(appUrl: string, onCommitted?: (row: LogRow) => void): ForecastBatches {
  const { run, close } = connect(appUrl, { max: 4 });
  const batches = new ForecastBatches(run, onCommitted);
  onTestFinished(async () => {
    await batches.close();
    await close();
  });
  return batches;
}

/** Numbers of `final-3` that differ for every i below 200. */
export function numbers(i: number): number[] {
  return [800 - i, 800, 400 + i];
}

/** How many transactions wrote the rows of these accounts. */
export async function countTransactions(db: Db, accounts: number[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct xmin::text)::int as count from forecast where account_id = any(${accounts}::int[])
  `.execute(db);
  return rows[0]!.count;
}
