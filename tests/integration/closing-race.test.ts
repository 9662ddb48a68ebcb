import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { QuestionClosedError } from '#lib/server/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

const FORECASTERS = 16;

/** Sixteen people forecast without pause until each has been told that the question is closed. */
async function race(db: Parameters<typeof forecasts.place>[0], close: () => Promise<void>) {
  const id = await questionId(db, 'final-3');
  const accounts = await Promise.all(Array.from({ length: FORECASTERS }, () => insertForecaster(db)));
  let acknowledged = 0;
  const forecastUntilRefused = async (accountId: number) => {
    for (let i = 0; ; i++) {
      const permille = [800 - (i % 100), 800, 400 + (i % 100)];
      try {
        await forecasts.place(db, { accountId, questionId: id, permille, requestId: randomUUID() });
        acknowledged += 1;
      } catch (error) {
        if (error instanceof QuestionClosedError) return;
        throw error;
      }
    }
  };
  await Promise.all([...accounts.map(forecastUntilRefused), close()]);
  // Compared by the database: JavaScript's times are cut to milliseconds.
  const rows = await db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select((e) => e('forecast.madeAt', '>=', e.ref('question.closesAt')).as('isLate'))
    .where('forecast.questionId', '=', id)
    .where('forecast.accountId', 'in', accounts)
    .execute();
  return { acknowledged, rows };
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

test('forecasts racing an admin’s close are never late, and none that was acknowledged is missing', async () => {
  for (let trial = 0; trial < 8; trial++) {
    const { app } = await cloneDatabase();
    const { acknowledged, rows } = await race(app.db, async () => {
      await sleep(30 + trial * 7);
      await questions.close(app.db, COMMAND_LINE, 'final-3');
    });
    expect(acknowledged).toBeGreaterThan(0);
    expect(rows).toHaveLength(acknowledged);
    expect(rows.filter(({ isLate }) => isLate !== false)).toEqual([]);
  }
});

test('nothing is committed once the close has returned', async () => {
  const { app } = await cloneDatabase();
  let atClose = -1;
  const count = async () => {
    const rows = await app.db.selectFrom('forecast').select('seq').execute();
    return rows.length;
  };
  await race(app.db, async () => {
    await sleep(60);
    await questions.close(app.db, COMMAND_LINE, 'final-3');
    atClose = await count();
  });
  expect(await count()).toBe(atClose);
});

test('forecasts racing a scheduled close are never late', async () => {
  const { app } = await cloneDatabase();
  const now = await readClock(app.db);
  const { acknowledged, rows } = await race(app.db, async () => {
    await questions.scheduleClose(app.db, COMMAND_LINE, 'final-3', new Date(now.getTime() + 400));
  });
  expect(acknowledged).toBeGreaterThan(0);
  expect(rows).toHaveLength(acknowledged);
  expect(rows.filter(({ isLate }) => isLate !== false)).toEqual([]);
});
