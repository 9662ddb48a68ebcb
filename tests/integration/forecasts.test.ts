import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import {
  ForecastChangedError,
  NotAForecastError,
  NothingToWithdrawError,
  QuestionClosedError,
  RequestIdTakenError,
} from '#lib/server/platform/errors.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { cloneDatabase, sharedDatabase } from './setup/database.ts';
import { insertForecaster, placeOn, questionId } from './setup/factories.ts';

const PERMILLE = [800, 800, 400];
const OTHER = [700, 700, 600];

/** A new account that forecasts on `final-3`. */
async function setUp(database = sharedDatabase()) {
  const { db, owner, appUrl } = await database;
  const accountId = await insertForecaster(db);
  return {
    db,
    owner,
    appUrl,
    accountId,
    id: await questionId(db, 'final-3'),
    place: (permille: number[] | null, requestId?: string) =>
      placeOn(db, 'final-3', accountId, permille, requestId),
    /** Permille of its forecasts, newest first. */
    log: async () => (await forecasts.log(db, accountId)).map(({ permille }) => permille),
    standing: async () => (await forecasts.standing(db, accountId)).map(({ permille }) => permille),
  };
}

/** Expects all but one to be rejected with this error. */
function expectOneAccepted(results: PromiseSettledResult<unknown>[], error: new (...args: never[]) => Error) {
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(refused).toHaveLength(results.length - 1);
  for (const reason of refused) expect(reason).toBeInstanceOf(error);
}

describe('a forecast', () => {
  test('is appended to the log and becomes the standing forecast until a withdrawal', async () => {
    const { place, log, standing } = await setUp();
    expect(await place(PERMILLE)).toMatchObject({ permille: PERMILLE, replayed: false });
    await place(OTHER);
    expect(await standing()).toEqual([OTHER]);
    await place(null);
    expect(await standing()).toEqual([]);
    await expect(place(null)).rejects.toThrow(NothingToWithdrawError);
    await place(PERMILLE);
    expect(await log()).toEqual([PERMILLE, null, OTHER, PERMILLE]);
    expect(await standing()).toEqual([PERMILLE]);
  });

  test('gets its time and seq from the database, not from the row', async () => {
    const { db, owner, accountId, id } = await setUp();
    const before = Date.now();
    const row = { questionId: id, accountId, permille: PERMILLE, requestId: randomUUID() };
    await owner
      .insertInto('forecast')
      .values({ ...row, madeAt: new Date('2020-01-01'), seq: 1_000_000 })
      .execute();
    const [stored] = await forecasts.log(db, accountId);
    expect(stored?.madeAt.getTime()).toBeGreaterThanOrEqual(before - 1000);
    const query = db.selectFrom('forecast').select('seq').where('accountId', '=', accountId);
    expect((await query.executeTakeFirstOrThrow()).seq).toBeLessThan(1_000_000);
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
    const { place, log } = await setUp();
    await expect(place(permille)).rejects.toThrow(NotAForecastError);
    expect(await log()).toEqual([]);
  });

  test('is refused after the question closes, but an accepted request gets its receipt again', async () => {
    const { db, place, log } = await setUp(cloneDatabase());
    const requestId = randomUUID();
    const first = await place(PERMILLE, requestId);
    await questions.close(db, COMMAND_LINE, 'final-3');
    await expect(place(PERMILLE)).rejects.toThrow(QuestionClosedError);
    expect(await place(PERMILLE, requestId)).toEqual({ ...first, replayed: true });
    expect(await log()).toHaveLength(1);
  });

  test('that is last in the log is the standing one, of forty concurrent ones', async () => {
    const { place, log, standing } = await setUp();
    await Promise.all(Array.from({ length: 40 }, (_, i) => place([800 - i, 800, 400 + i])));
    const rows = await log();
    expect(rows).toHaveLength(40);
    expect(await standing()).toEqual([rows[0]]);
  });
});

test('the log cannot be changed or emptied, even by its owner', async () => {
  const { owner, place } = await setUp();
  await place(PERMILLE);
  for (const statement of [
    sql`update forecast set permille = null`,
    sql`delete from forecast`,
    sql`truncate forecast`,
  ])
    await expect(statement.execute(owner)).rejects.toThrow('append-only');
});

describe('a requestId', () => {
  test('is refused with other numbers or on another question', async () => {
    const { db, accountId, place } = await setUp();
    const requestId = randomUUID();
    await place(PERMILLE, requestId);
    for (const permille of [OTHER, null])
      await expect(place(permille, requestId)).rejects.toThrow(RequestIdTakenError);
    const onOther = placeOn(db, 'count-3', accountId, [100, 700, 100, 100], requestId);
    await expect(onOther).rejects.toThrow(RequestIdTakenError);
  });

  test('sent fifty times at once gives one row and fifty equal receipts', async () => {
    const { place, log } = await setUp();
    const requestId = randomUUID();
    const receipts = await Promise.all(Array.from({ length: 50 }, () => place(PERMILLE, requestId)));
    expect(new Set(receipts.map(({ seq }) => seq)).size).toBe(1);
    expect(receipts.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await log()).toHaveLength(1);
  });

  test('sent with forty different forecasts at once is accepted with one of them', async () => {
    const { place, log } = await setUp();
    const requestId = randomUUID();
    const numbers = Array.from({ length: 40 }, (_, i) => [800 - i, 800, 400 + i]);
    const results = await Promise.allSettled(numbers.map((permille) => place(permille, requestId)));
    expectOneAccepted(results, RequestIdTakenError);
    expect(await log()).toHaveLength(1);
  });

  test('sent to two questions at once is accepted on one of them', async () => {
    const { db, accountId, place, log } = await setUp();
    for (let i = 0; i < 25; i++) {
      const requestId = randomUUID();
      const onOther = placeOn(db, 'count-3', accountId, [100 + i, 700 - i, 100, 100], requestId);
      const onThis = place([800 - i, 800, 400 + i], requestId);
      expectOneAccepted(await Promise.allSettled([onThis, onOther]), RequestIdTakenError);
    }
    expect(await log()).toHaveLength(25);
  });

  test('belongs to one account: others may use the same', async () => {
    const [one, other] = [await setUp(), await setUp()];
    const requestId = randomUUID();
    const receipts = await Promise.all([one.place(PERMILLE, requestId), other.place(PERMILLE, requestId)]);
    expect(receipts[0].seq).not.toBe(receipts[1].seq);
  });
});
describe('a page that shows an older forecast', () => {
  const at = async (db: Db, accountId: number, id: number) =>
    (await forecasts.logOn(db, accountId, id, { limit: 1 }))[0]!.madeAt.toISOString();

  test('may replace the forecast that it shows, and no other one', async () => {
    const { db, accountId, id, place } = await setUp();
    const check = (permille: number[], basedOn: string) =>
      forecasts.requireUnchanged(
        db,
        { accountId, questionId: id, permille, requestId: randomUUID() },
        basedOn,
      );
    await check(OTHER, '');
    await place(PERMILLE);
    const shown = await at(db, accountId, id);
    await check(OTHER, shown);
    await expect(check(OTHER, '')).rejects.toMatchObject({ status: 409, standing: { permille: PERMILLE } });
    await place([600, 900, 500]);
    await expect(check(OTHER, shown)).rejects.toThrow(ForecastChangedError);
    await place(null);
    await check(OTHER, shown);
  });

  test('may repeat what stands already, and a request that was accepted', async () => {
    const { db, accountId, id, place } = await setUp();
    const requestId = randomUUID();
    await place(OTHER, requestId);
    await place(PERMILLE);
    const forecast = { accountId, questionId: id, requestId: randomUUID() };
    await forecasts.requireUnchanged(db, { ...forecast, permille: PERMILLE }, '');
    await forecasts.requireUnchanged(db, { ...forecast, permille: OTHER, requestId }, '');
  });
});

test('of thirty withdrawals at once one is accepted', async () => {
  const { place, log } = await setUp();
  await place(PERMILLE);
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => place(null)));
  expectOneAccepted(results, NothingToWithdrawError);
  expect(await log()).toEqual([null, PERMILLE]);
});
