import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  NotAForecastError,
  NothingToWithdrawError,
  QuestionClosedError,
  QuestionNotOpenError,
  RequestIdTakenError,
  TooManyRequestsError,
} from '#lib/server/errors.ts';
import type { Db } from '#lib/server/db/connect.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

const PERMILLE = [800, 800, 400];

async function setUp() {
  const { app, owner, appUrl } = await cloneDatabase();
  const accountId = await insertForecaster(app.db);
  const id = await questionId(app.db, 'final-3');
  const place = (permille: number[] | null, requestId: string = randomUUID()) =>
    forecasts.place(app.db, { accountId, questionId: id, permille, requestId });
  return { db: app.db, owner: owner.db, appUrl, accountId, questionId: id, place };
}

function countRows(db: Db, accountId: number) {
  return db
    .selectFrom('forecast')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow()
    .then((row) => row.count);
}

describe('a forecast', () => {
  test('becomes a row of the log and the standing forecast', async () => {
    const { db, accountId, place } = await setUp();
    const receipt = await place(PERMILLE);
    expect(receipt).toMatchObject({ permille: PERMILLE, replayed: false });
    expect(await forecasts.standing(db, accountId)).toMatchObject([{ permille: PERMILLE }]);
  });

  test('is timestamped by the database, whatever the row says', async () => {
    const { db, accountId, questionId: id } = await setUp();
    const before = Date.now();
    await db
      .insertInto('forecast')
      .values({
        questionId: id,
        accountId,
        permille: PERMILLE,
        requestId: randomUUID(),
        madeAt: new Date('2020-01-01'),
        seq: 1,
      })
      .execute();
    const [row] = await forecasts.log(db, accountId);
    expect(row?.madeAt.getTime()).toBeGreaterThanOrEqual(before - 1000);
  });

  test('is changed by a new row, and the old one stays', async () => {
    const { db, accountId, place } = await setUp();
    await place(PERMILLE);
    await place([700, 700, 600]);
    expect((await forecasts.log(db, accountId)).map((row) => row.permille)).toEqual([
      [700, 700, 600],
      PERMILLE,
    ]);
    expect(await forecasts.standing(db, accountId)).toMatchObject([{ permille: [700, 700, 600] }]);
  });

  test('is withdrawn by a row of its own, and can be made again', async () => {
    const { db, accountId, place } = await setUp();
    await place(PERMILLE);
    await place(null);
    expect(await forecasts.standing(db, accountId)).toEqual([]);
    await expect(place(null)).rejects.toThrow(NothingToWithdrawError);
    await place(PERMILLE);
    expect((await forecasts.log(db, accountId)).map((row) => row.permille)).toEqual([
      PERMILLE,
      null,
      PERMILLE,
    ]);
  });

  test.each([
    ['a sum that is short by one', [800, 800, 399]],
    ['a probability of zero', [1000, 1000, 0]],
    ['a certainty', [1000, 500, 500]],
    ['too few options', [1000, 1000]],
    ['too many options', [500, 500, 500, 500]],
    ['a negative probability', [-1, 1001, 1000]],
    ['no options', []],
  ])('is refused by the database for %s', async (_, permille) => {
    const { db, accountId, place } = await setUp();
    await expect(place(permille)).rejects.toThrow(NotAForecastError);
    expect(await countRows(db, accountId)).toBe(0);
  });

  test.each(['NaN', 'Infinity', '1e308', '0x1f'])('cannot hold %s', async (value) => {
    const { db, accountId, questionId: id } = await setUp();
    const insert = sql`
      insert into forecast (question_id, account_id, permille, request_id)
      values (${id}, ${accountId}, ${`{${value},800,400}`}::smallint[], ${randomUUID()})
    `;
    await expect(insert.execute(db)).rejects.toThrow();
  });

  test('is refused before the question opens', async () => {
    const { db, appUrl, accountId, questionId: id, place } = await setUp();
    const { opensAt } = await db
      .selectFrom('question')
      .select('opensAt')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const before = connectAt(appUrl, new Date(opensAt.getTime() - 1).toISOString());
    const forecast = { accountId, questionId: id, permille: PERMILLE, requestId: randomUUID() };
    await expect(forecasts.place(before, forecast)).rejects.toThrow(QuestionNotOpenError);
    expect(await countRows(db, accountId)).toBe(0);
    await place(PERMILLE, forecast.requestId);
  });

  test('is refused past three hundred in ten minutes', async () => {
    const { place } = await setUp();
    for (let i = 0; i < 300; i++) await place(PERMILLE);
    await expect(place(PERMILLE)).rejects.toThrow(TooManyRequestsError);
  });
});

describe('the log', () => {
  test('refuses to be changed, deleted from or emptied, even by its owner', async () => {
    const { owner, place } = await setUp();
    await place(PERMILLE);
    await expect(sql`update forecast set permille = null`.execute(owner)).rejects.toThrow('append-only');
    await expect(sql`delete from forecast`.execute(owner)).rejects.toThrow('append-only');
    await expect(sql`truncate forecast`.execute(owner)).rejects.toThrow('append-only');
  });

  test('gives the app’s role no right to change it', async () => {
    const { db } = await setUp();
    await expect(sql`update forecast set permille = null`.execute(db)).rejects.toThrow('permission denied');
    await expect(sql`delete from forecast`.execute(db)).rejects.toThrow('permission denied');
  });

  test('fixes the options of its question', async () => {
    const { owner, questionId: id, place } = await setUp();
    await place(PERMILLE);
    const fixed = 'never changes its field';
    await expect(sql`update question set seats = 1 where id = ${id}`.execute(owner)).rejects.toThrow(fixed);
    await expect(sql`delete from question_option where question_id = ${id}`.execute(owner)).rejects.toThrow(
      fixed,
    );
    await expect(
      sql`update question_option set slug = slug || '-x' where question_id = ${id}`.execute(owner),
    ).rejects.toThrow(fixed);
  });
});

describe('a requestId', () => {
  test('gives the same receipt for the same numbers, also after the close', async () => {
    const { db, accountId, place } = await setUp();
    const requestId = randomUUID();
    const first = await place(PERMILLE, requestId);
    await questions.close(db, COMMAND_LINE, 'final-3');
    const again = await place(PERMILLE, requestId);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await countRows(db, accountId)).toBe(1);
  });

  test('is refused with other numbers or on another question', async () => {
    const { db, accountId, place } = await setUp();
    const requestId = randomUUID();
    await place(PERMILLE, requestId);
    await expect(place([700, 700, 600], requestId)).rejects.toThrow(RequestIdTakenError);
    await expect(place(null, requestId)).rejects.toThrow(RequestIdTakenError);
    const other = await questionId(db, 'count-3');
    const onOther = { accountId, questionId: other, permille: [100, 700, 100, 100], requestId };
    await expect(forecasts.place(db, onOther)).rejects.toThrow(RequestIdTakenError);
  });

  test('sent fifty times at once gives one row and fifty equal receipts', async () => {
    const { db, accountId, place } = await setUp();
    const requestId = randomUUID();
    const receipts = await Promise.all(Array.from({ length: 50 }, () => place(PERMILLE, requestId)));
    expect(new Set(receipts.map(({ seq }) => seq)).size).toBe(1);
    expect(receipts.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await countRows(db, accountId)).toBe(1);
  });
});

test('the standing forecast is the last of the log after forty different ones at once', async () => {
  const { db, accountId, place } = await setUp();
  await Promise.all(Array.from({ length: 40 }, (_, i) => place([800 - i, 800, 400 + i])));
  const [last] = await forecasts.log(db, accountId);
  const [standing] = await forecasts.standing(db, accountId);
  expect(standing?.permille).toEqual(last?.permille);
  expect(await countRows(db, accountId)).toBe(40);
});

test('a closed question takes no forecast', async () => {
  const { db, accountId, place } = await setUp();
  await questions.close(db, COMMAND_LINE, 'final-3');
  await expect(place(PERMILLE)).rejects.toThrow(QuestionClosedError);
  expect(await countRows(db, accountId)).toBe(0);
});
