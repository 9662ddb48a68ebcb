// What the tests of group commit share: processes that place forecasts in batches, each with a pool of its own.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { connect } from '#lib/server/db/connect.ts';
import type { LogRow } from '#lib/server/forecast-log/update.ts';
import { ForecastBatches } from '#lib/server/forecasts/batches.ts';

/** As a process of the site has them; closed after the test. */
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

export function forecastOf(accountId: number, questionId: number, permille: number[] | null = numbers(0)) {
  return { accountId, questionId, permille, requestId: randomUUID() };
}
