import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { NothingToWithdrawError, RequestIdTakenError } from '#lib/server/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

async function setUp() {
  const { app } = await cloneDatabase();
  const { db } = app;
  const accountId = await insertForecaster(db);
  const [final, count] = [await questionId(db, 'final-3'), await questionId(db, 'count-3')];
  return { db, accountId, final, count };
}

function reasons(results: PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}

test('one request id sent to two questions at once is accepted by one and rejected by the other', async () => {
  const { db, accountId, final, count } = await setUp();
  for (let i = 0; i < 25; i++) {
    const requestId = randomUUID();
    const results = await Promise.allSettled([
      forecasts.place(db, { accountId, questionId: final, permille: [800, 800, 400], requestId }),
      forecasts.place(db, { accountId, questionId: count, permille: [100, 700, 100, 100], requestId }),
    ]);
    const refused = reasons(results);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeInstanceOf(RequestIdTakenError);
  }
  expect(await forecasts.log(db, accountId)).toHaveLength(25);
});

test('one request id sent with forty different forecasts at once stores one of them', async () => {
  const { db, accountId, final } = await setUp();
  const requestId = randomUUID();
  const results = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) =>
      forecasts.place(db, { accountId, questionId: final, permille: [800 - i, 800, 400 + i], requestId }),
    ),
  );
  const refused = reasons(results);
  expect(refused).toHaveLength(39);
  for (const reason of refused) expect(reason).toBeInstanceOf(RequestIdTakenError);
  expect(await forecasts.log(db, accountId)).toHaveLength(1);
});

test('a request id is unique per account only', async () => {
  const { db, accountId, final } = await setUp();
  const requestId = randomUUID();
  const other = await insertForecaster(db);
  const place = (account: number) =>
    forecasts.place(db, { accountId: account, questionId: final, permille: [800, 800, 400], requestId });
  const [first, second] = await Promise.all([place(accountId), place(other)]);
  expect(first.seq).not.toBe(second.seq);
});

test('thirty concurrent withdrawals store one', async () => {
  const { db, accountId, final } = await setUp();
  const send = (permille: number[] | null) =>
    forecasts.place(db, { accountId, questionId: final, permille, requestId: randomUUID() });
  await send([800, 800, 400]);
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => send(null)));
  const refused = reasons(results);
  expect(refused).toHaveLength(29);
  for (const reason of refused) expect(reason).toBeInstanceOf(NothingToWithdrawError);
  expect((await forecasts.log(db, accountId)).map(({ permille }) => permille)).toEqual([
    null,
    [800, 800, 400],
  ]);
});
