import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  NothingToWithdrawError,
  RequestIdTakenError,
  TooManyRequestsError,
} from '#lib/server/platform/errors.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { FORECASTS_PER_DAY } from '#lib/server/forecasts/receipt.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { connectAt } from './setup/clock.ts';
import { sharedDatabase } from './setup/database.ts';
import { insertForecaster, insertQuestion } from './setup/factories.ts';

const FIRST = [700, 300];
const SECOND = [600, 400];
const OPENED = new Date('2026-01-01T00:00:00Z');
let asked = 0;

async function setUp() {
  const { db, owner, appUrl } = await sharedDatabase();
  const accountId = await insertForecaster(db);
  const questionId = await insertQuestion(owner, { slug: `asked-${++asked}`, opensAt: OPENED });
  const place = (permille: number[] | null, requestId: string = randomUUID(), on: Db = db) =>
    forecasts.place(on, { accountId, questionId, permille, requestId });
  const log = async () =>
    (await forecasts.logOn(db, accountId, questionId, { limit: FORECASTS_PER_DAY + 1 })).map(
      (row) => row.permille,
    );
  return { db, owner, appUrl, accountId, questionId, place, log };
}

describe('the numbers that stand already', () => {
  test('add no row: the receipt is that of the standing row', async () => {
    const { accountId, db, place, log } = await setUp();
    const first = await place(FIRST);
    expect(first).toMatchObject({ replayed: false, isFirst: true });
    expect(await place(FIRST)).toEqual({ ...first, replayed: true });
    expect(await log()).toEqual([FIRST]);
    const [standing] = await forecasts.standing(db, accountId);
    expect(standing?.madeAt).toEqual(first.madeAt);

    const second = await place(SECOND);
    expect(second).toMatchObject({ replayed: false, isFirst: false });
    expect(await place(SECOND)).toEqual({ ...second, replayed: true });
    expect(await log()).toEqual([SECOND, FIRST]);
  });

  test('do not use up the id of their request', async () => {
    const { place, log } = await setUp();
    await place(FIRST);
    const requestId = randomUUID();
    await place(FIRST, requestId);
    expect(await place(SECOND, requestId)).toMatchObject({ requestId, replayed: false });
    await expect(place(FIRST, requestId)).rejects.toThrow(RequestIdTakenError);
    expect(await log()).toEqual([SECOND, FIRST]);
  });

  test('add a row after a withdrawal', async () => {
    const { place, log } = await setUp();
    await place(FIRST);
    await place(null);
    await expect(place(null)).rejects.toThrow(NothingToWithdrawError);
    expect(await place(FIRST)).toMatchObject({ replayed: false, isFirst: false });
    expect(await log()).toEqual([FIRST, null, FIRST]);
  });

  test('add a row where others came in between, and that request can be repeated', async () => {
    const { place, log } = await setUp();
    const requestId = randomUUID();
    const first = await place(FIRST, requestId);
    await place(SECOND);
    await place(FIRST);
    expect(await log()).toEqual([FIRST, SECOND, FIRST]);
    expect(await place(FIRST, requestId)).toEqual({ ...first, replayed: true });
  });

  test('sent thirty times at once add one row', async () => {
    const { place, log } = await setUp();
    const receipts = await Promise.all(Array.from({ length: 30 }, () => place(FIRST)));
    expect(new Set(receipts.map(({ seq }) => seq)).size).toBe(1);
    expect(await log()).toEqual([FIRST]);
  });
});

describe('a day in Korea', () => {
  const numbers = (i: number) => [500 + (i % 400), 500 - (i % 400)];

  async function placeMany(place: (permille: number[]) => Promise<unknown>, count: number): Promise<void> {
    for (let i = 0; i < count; i++) await place(numbers(i));
  }

  test('takes three hundred forecasts of an account and every withdrawal, and says how long it lasts', async () => {
    const { appUrl, place, log } = await setUp();
    const late = connectAt(appUrl, '2026-03-01T14:59:30Z');
    const placeLate = (permille: number[] | null) => place(permille, randomUUID(), late);
    await placeMany(placeLate, FORECASTS_PER_DAY);
    const refused = placeLate(SECOND);
    await expect(refused).rejects.toThrow(TooManyRequestsError);
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 30 });
    expect(await log()).toHaveLength(FORECASTS_PER_DAY);
    expect(await placeLate(null)).toMatchObject({ permille: null, replayed: false });
    await expect(placeLate(SECOND)).rejects.toThrow(TooManyRequestsError);

    const nextDay = connectAt(appUrl, '2026-03-01T15:00:00Z');
    expect(await place(SECOND, randomUUID(), nextDay)).toMatchObject({ replayed: false });
  });

  test('counts rows of the log alone: neither repeated nor refused requests', async () => {
    const { place, log } = await setUp();
    const requestId = randomUUID();
    await place(FIRST, requestId);
    for (let i = 0; i < FORECASTS_PER_DAY; i++) await place(FIRST, i % 2 ? requestId : randomUUID());
    await expect(place([1, 1])).rejects.toThrow();
    await place(SECOND);
    expect(await log()).toHaveLength(2);
  });

  test('counts over all questions of an account, and for each account alone', async () => {
    const { db, accountId, owner, questionId, place } = await setUp();
    await placeMany(place, FORECASTS_PER_DAY - 1);
    const other = await insertQuestion(owner, { slug: `asked-${++asked}`, opensAt: OPENED });
    const forecast = { accountId, questionId: other, permille: FIRST, requestId: randomUUID() };
    await forecasts.place(db, forecast);
    await expect(place(SECOND)).rejects.toThrow(TooManyRequestsError);
    const stranger = await insertForecaster(db);
    await forecasts.place(db, { ...forecast, accountId: stranger, questionId });
  });

  test('still answers a request that was accepted, and numbers that stand', async () => {
    const { place } = await setUp();
    const requestId = randomUUID();
    const first = await place(numbers(0), requestId);
    for (let i = 1; i < FORECASTS_PER_DAY; i++) await place(numbers(i));
    await expect(place(numbers(1))).rejects.toThrow(TooManyRequestsError);
    expect(await place(numbers(0), requestId)).toEqual({ ...first, replayed: true });
    expect(await place(numbers(FORECASTS_PER_DAY - 1))).toMatchObject({ replayed: true });
  });
});
