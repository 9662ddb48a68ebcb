// A question closes at once, at a time that is set, and never again after that; forecasts that race it are never late.
import { describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, insertForecasters, placeOn, questionId } from './setup/factories.ts';
import { forecastUntilClosed, untilAccepted } from './setup/races.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

const SLUG = 'final-3';
const MINUTE_MS = 60_000;
const FORECASTERS = 16;

async function setUp() {
  const { db, owner, appUrl } = await cloneDatabase();
  // The shipped question ends by a day that tests go past.
  await owner.updateTable('question').set({ endsBy: null }).execute();
  const accountId = await insertForecaster(db);
  return {
    db,
    at: (instant: string) => connectAt(appUrl, instant),
    place: (on: Db = db) => placeOn(on, SLUG, accountId, [800, 800, 400]),
    close: () => questions.close(db, COMMAND_LINE, SLUG),
    schedule: (at: Date | null) => questions.scheduleClose(db, COMMAND_LINE, SLUG, at),
    phase: async (on: Db = db) => (await questions.getField(on, SLUG)).phase,
    late: () => countLate(db),
  };
}

/** Forecasts at or after the close, compared by the database: JavaScript's times are cut to milliseconds. */
async function countLate(db: Db): Promise<number> {
  const rows = await db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select('forecast.seq')
    .where('question.slug', '=', SLUG)
    .whereRef('forecast.madeAt', '>=', 'question.closesAt')
    .execute();
  return rows.length;
}

describe('closing a question', () => {
  test('takes effect at once, and a second time changes nothing', async () => {
    const { db, place, close, phase } = await setUp();
    await place();
    const before = await readClock(db);
    const at = await close();
    expect(at.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(at.getTime()).toBeLessThanOrEqual((await readClock(db)).getTime());
    expect(await phase()).toBe('closed');
    await expect(place()).rejects.toThrow(QuestionClosedError);
    expect(await close()).toEqual(at);
    for (const slug of ['count-3', 'scenario'])
      expect((await questions.getField(db, slug)).phase).toBe('open');
  });

  test('by several at once gives all of them one close', async () => {
    const { close } = await setUp();
    const closes = await Promise.all(Array.from({ length: 8 }, close));
    expect(new Set(closes.map((at) => at.getTime())).size).toBe(1);
  });

  test('comes before a close that was set for later', async () => {
    const { db, schedule, close, phase } = await setUp();
    const later = new Date((await readClock(db)).getTime() + MINUTE_MS);
    await schedule(later);
    expect((await close()).getTime()).toBeLessThan(later.getTime());
    expect(await phase()).toBe('closed');
  });

  test('waits for the forecasts that are in the gate', async () => {
    const { db, place, close, late } = await setUp();
    const placing = await hold(db, place);
    const closing = close();
    await untilLockWait(db);
    await placing.commit();
    await closing;
    expect(await late()).toBe(0);
  });
});

describe('a close that is set', () => {
  test('is postponed, and forecasts made in between count', async () => {
    const { at, place, schedule } = await setUp();
    await schedule(new Date('2030-06-01T00:00:00Z'));
    await schedule(new Date('2030-07-01T00:00:00Z'));
    await place(at('2030-06-15T00:00:00Z'));
    await expect(place(at('2030-07-01T00:00:00Z'))).rejects.toThrow(QuestionClosedError);
  });

  test('is taken back where it becomes unknown', async () => {
    const { at, schedule, phase } = await setUp();
    await schedule(new Date('2030-06-01T00:00:00Z'));
    await schedule(null);
    expect(await phase(at('2099-01-01T00:00:00Z'))).toBe('open');
  });

  test('in the past closes now, and is never moved again', async () => {
    const { place, schedule, phase, late } = await setUp();
    await place();
    await schedule(new Date(Date.now() - 60 * MINUTE_MS));
    expect([await late(), await phase()]).toEqual([0, 'closed']);
    for (const again of [null, new Date(Date.now() + MINUTE_MS)])
      await expect(schedule(again)).rejects.toThrow(QuestionClosedError);
  });
});

/** Sixteen accounts forecast without pause until the question is closed. @returns how many were accepted */
async function race(db: Db, close: (accepted: readonly number[]) => Promise<unknown>) {
  const accounts = await insertForecasters(db, FORECASTERS);
  const accepted: number[] = [];
  const forecasting = accounts.map((id) =>
    forecastUntilClosed((i) => placeOn(db, SLUG, id, [800 - (i % 100), 800, 400 + (i % 100)]), accepted),
  );
  await Promise.all([...forecasting, close(accepted)]);
  return accepted.length;
}

/** All that was committed, the author's forecast apart. */
async function countStored(db: Db): Promise<number> {
  const id = await questionId(db, SLUG);
  const rows = await db.selectFrom('forecast').select('seq').where('questionId', '=', id).execute();
  return rows.length - 1;
}

describe('forecasts that race a close', () => {
  test('are never late and never lost, and none is committed after it has returned', async () => {
    for (let trial = 0; trial < 8; trial++) {
      const { db, close, late } = await setUp();
      let atClose = -1;
      const accepted = await race(db, async (soFar) => {
        await untilAccepted(soFar, 1 + 7 * trial);
        await close();
        atClose = await countStored(db);
      });
      expect(accepted).toBeGreaterThan(0);
      expect([await countStored(db), atClose, await late()]).toEqual([accepted, accepted, 0]);
    }
  });

  test('are never late for a close that was set', async () => {
    const { db, schedule, late } = await setUp();
    const soon = new Date((await readClock(db)).getTime() + 400);
    const accepted = await race(db, () => schedule(soon));
    expect(accepted).toBeGreaterThan(0);
    expect([await countStored(db), await late()]).toEqual([accepted, 0]);
  });
});
