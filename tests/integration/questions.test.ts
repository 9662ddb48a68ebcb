import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { questions as shipped } from '#lib/contest/questions.ts';
import { seed } from '#lib/server/contest/seed.ts';
import { CrowdKeeper } from '#lib/server/crowd/keeper.ts';
import type { Db } from '#lib/server/db/connect.ts';
import {
  type AppError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionNotOpenError,
} from '#lib/server/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { questionJson } from '#lib/server/http/question-json.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase, cloneUnseeded } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

const SLUG = 'final-3';
const VISITOR = { accountId: null, hasAuthor: true };
const OPENS = '2030-01-01T00:00:00.000Z';
const CLOSES = '2030-06-01T00:00:00.000Z';
const MINUTE_MS = 60_000;

async function setUp({ opensAt }: { opensAt?: string } = {}) {
  const { app, owner, appUrl, ownerUrl } = await (opensAt ? cloneUnseeded() : cloneDatabase());
  if (opensAt !== undefined) {
    await seed(connectAt(ownerUrl, opensAt));
    // That is after the day by which the shipped question ends, so nobody has forecast on it: it can still be moved.
    await owner.db
      .updateTable('question')
      .set({ opensAt: new Date(opensAt), endsBy: null })
      .where('slug', '=', SLUG)
      .execute();
  }
  const id = await questionId(app.db, SLUG);
  const accountId = await insertForecaster(app.db);
  const placeOn = (db: Db) =>
    forecasts.place(db, { accountId, questionId: id, permille: [800, 800, 400], requestId: randomUUID() });
  const keeper = new CrowdKeeper(app.db, {
    onError(error) {
      throw error;
    },
  });
  return {
    db: app.db,
    owner: owner.db,
    appUrl,
    id,
    accountId,
    placeOn,
    place: () => placeOn(app.db),
    keeper,
  };
}

async function phaseAt(db: Db) {
  return (await questions.getField(db, SLUG)).phase;
}

describe('the phase of a question', () => {
  test.each([
    ['before it opens', '2029-12-31T23:59:59.999Z', 'upcoming', QuestionNotOpenError],
    ['at the instant at which it opens', OPENS, 'open', null],
    ['between', '2030-03-01T00:00:00.000Z', 'open', null],
    ['a moment before it closes', '2030-05-31T23:59:59.999Z', 'open', null],
    ['at the instant at which it closes', CLOSES, 'closed', QuestionClosedError],
    ['after it closed', '2031-01-01T00:00:00.000Z', 'closed', QuestionClosedError],
  ] as const)('%s is what the gate goes by: %s, %s', async (_, instant, phase, refusal) => {
    const { owner, appUrl, id, placeOn, keeper } = await setUp({ opensAt: OPENS });
    await sql`update question set closes_at = ${CLOSES} where id = ${id}`.execute(owner);
    const then = connectAt(appUrl, instant);
    expect(await phaseAt(then)).toBe(phase);
    expect(await questions.get(then, keeper, VISITOR, SLUG)).toMatchObject({
      phase,
      opensAt: OPENS,
      closesAt: CLOSES,
    });
    expect((await questions.getField(then, SLUG)).phase).toBe(phase);
    if (refusal) await expect(placeOn(then)).rejects.toThrow(refusal);
    else await placeOn(then);
  });

  test('stays open where the close is unknown', async () => {
    const { owner, appUrl } = await setUp();
    await owner.updateTable('question').set({ endsBy: null }).execute();
    expect(await phaseAt(connectAt(appUrl, '2099-01-01T00:00:00Z'))).toBe('open');
  });
});

describe('closing a question', () => {
  test('takes effect at once, and returns its time', async () => {
    const { db, place } = await setUp();
    await place();
    const before = await readClock(db);
    const at = await questions.close(db, COMMAND_LINE, SLUG);
    const after = await readClock(db);
    expect(at.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(at.getTime()).toBeLessThanOrEqual(after.getTime());
    expect(await phaseAt(db)).toBe('closed');
    await expect(place()).rejects.toThrow(QuestionClosedError);
  });

  test('a second time leaves the first close as it was', async () => {
    const { db } = await setUp();
    const first = await questions.close(db, COMMAND_LINE, SLUG);
    expect(await questions.close(db, COMMAND_LINE, SLUG)).toEqual(first);
  });

  test('by several admins concurrently gives one close', async () => {
    const { db } = await setUp();
    const closes = await Promise.all(
      Array.from({ length: 8 }, () => questions.close(db, COMMAND_LINE, SLUG)),
    );
    expect(new Set(closes.map((at) => at.getTime())).size).toBe(1);
  });

  test('takes precedence over a later scheduled close', async () => {
    const { db } = await setUp();
    const now = await readClock(db);
    await questions.scheduleClose(db, COMMAND_LINE, SLUG, new Date(now.getTime() + MINUTE_MS));
    const at = await questions.close(db, COMMAND_LINE, SLUG);
    expect(at.getTime()).toBeLessThan(now.getTime() + MINUTE_MS);
    expect(await phaseAt(db)).toBe('closed');
  });

  test('that has not opened yet prevents it from opening', async () => {
    const { db, appUrl, placeOn } = await setUp({ opensAt: OPENS });
    expect(await questions.close(db, COMMAND_LINE, SLUG)).toEqual(new Date(OPENS));
    expect(await phaseAt(db)).toBe('upcoming');
    await expect(placeOn(connectAt(appUrl, OPENS))).rejects.toThrow(QuestionClosedError);
  });

  test('leaves every other question open', async () => {
    const { db } = await setUp();
    await questions.close(db, COMMAND_LINE, SLUG);
    for (const slug of ['count-3', 'scenario']) {
      expect((await questions.getField(db, slug)).phase).toBe('open');
    }
  });
});

describe('a scheduled close', () => {
  test('can be postponed, and forecasts made in between count', async () => {
    const { db, owner, appUrl, placeOn } = await setUp();
    await owner.updateTable('question').set({ endsBy: null }).execute();
    await questions.scheduleClose(db, COMMAND_LINE, SLUG, new Date('2030-06-01T00:00:00Z'));
    await questions.scheduleClose(db, COMMAND_LINE, SLUG, new Date('2030-07-01T00:00:00Z'));
    await placeOn(connectAt(appUrl, '2030-06-15T00:00:00Z'));
    await expect(placeOn(connectAt(appUrl, '2030-07-01T00:00:00Z'))).rejects.toThrow(QuestionClosedError);
  });

  test('can become unknown again', async () => {
    const { db, owner, appUrl } = await setUp();
    await owner.updateTable('question').set({ endsBy: null }).execute();
    await questions.scheduleClose(db, COMMAND_LINE, SLUG, new Date('2030-06-01T00:00:00Z'));
    await questions.scheduleClose(db, COMMAND_LINE, SLUG, null);
    expect(await phaseAt(connectAt(appUrl, '2099-01-01T00:00:00Z'))).toBe('open');
  });

  test('waits for forecasts in flight', async () => {
    const { db, placeOn } = await setUp();
    const inside = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const placing = db.transaction().execute(async (tx) => {
      await placeOn(tx);
      inside.resolve();
      await leave.promise;
    });
    await inside.promise;
    let isClosed = false;
    const closing = questions.close(db, COMMAND_LINE, SLUG).finally(() => (isClosed = true));
    await readClock(db);
    expect(isClosed).toBe(false);
    leave.resolve();
    await placing;
    const closesAt = await closing;
    const { madeAt } = await db
      .selectFrom('forecast')
      .select('madeAt')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(madeAt.getTime()).toBeLessThanOrEqual(closesAt.getTime());
  });
});

test('an invalid slug is a question that does not exist, not a server error', async () => {
  const { db, keeper } = await setUp();
  const slugs = [
    'final-4',
    '',
    'FINAL-3',
    ' final-3',
    'final-3\0',
    '__proto__',
    "' or true --",
    '%',
    'a'.repeat(1_000_000),
    '\ud800',
  ];
  for (const slug of slugs) {
    for (const ask of [
      () => questions.getField(db, slug),
      () => questions.get(db, keeper, VISITOR, slug),
      () => questions.close(db, COMMAND_LINE, slug),
      () => questions.scheduleClose(db, COMMAND_LINE, slug, null),
    ]) {
      const error = await ask().catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(QuestionNotFoundError);
      expect((error as AppError).status).toBe(404);
      expect((error as AppError).message.length).toBeLessThan(500);
    }
  }
});

describe('a question view', () => {
  test('has the shipped texts, options, rules and seats, in display order', async () => {
    const { db, keeper } = await setUp();
    await keeper.start();
    await keeper.stop();
    const shown = await questions.list(db, keeper, VISITOR);
    expect(shown.map(({ slug }) => slug)).toEqual(shipped.map(({ slug }) => slug));
    for (const [i, question] of shipped.entries()) {
      expect(shown[i]).toMatchObject({
        kind: question.kind,
        round: question.round,
        title: question.title,
        lead: question.lead,
        rules: question.rules,
        officialSource: question.officialSource,
        options: question.options,
        seats: question.seats,
        scored: question.scored,
        closesAt: question.closesAt && new Date(question.closesAt).toISOString(),
        endsBy: question.endsBy && new Date(question.endsBy).toISOString(),
      });
      expect(await questions.get(db, keeper, VISITOR, question.slug)).toEqual(shown[i]);
    }
  });

  test('has the author’s forecast, unless this site has no author', async () => {
    const { db, keeper } = await setUp();
    const authors = async (hasAuthor: boolean) =>
      (await questions.list(db, keeper, { accountId: null, hasAuthor })).map(
        ({ author }) => author?.permille ?? null,
      );
    expect(await authors(true)).toEqual([[750, 750, 500], null, [700, 200, 100]]);
    expect(await authors(false)).toEqual([null, null, null]);
  });

  test('has the reader’s own latest forecast and nobody else’s', async () => {
    const { db, id, accountId, keeper, place } = await setUp();
    const other = await insertForecaster(db);
    const mine = async (reader: number | null) =>
      (await questions.get(db, keeper, { accountId: reader, hasAuthor: true }, SLUG)).mine;
    expect(await mine(accountId)).toBeNull();
    await place();
    const permille = [700, 600, 700];
    const { madeAt } = await forecasts.place(db, {
      accountId,
      questionId: id,
      permille,
      requestId: randomUUID(),
    });
    expect(await mine(accountId)).toEqual({ permille, madeAt: madeAt.toISOString() });
    expect(await mine(other)).toBeNull();
    expect(await mine(null)).toBeNull();
    await forecasts.place(db, { accountId, questionId: id, permille: null, requestId: randomUUID() });
    expect(await mine(accountId)).toBeNull();
  });

  test('has the keeper’s crowd odds', async () => {
    const { db, id, keeper, place } = await setUp();
    await place();
    await keeper.start();
    const { crowd } = await questions.get(db, keeper, VISITOR, SLUG);
    expect(crowd).toEqual(keeper.crowd(id));
    expect(crowd.forecasters).toBe(1);
    await keeper.stop();
  });

  test('gives the API probabilities by option, and no personal data', async () => {
    const { db, accountId, keeper, place } = await setUp();
    await place();
    const view = await questions.get(db, keeper, { accountId, hasAuthor: true }, SLUG);
    expect(view.mine).not.toBeNull();
    const json = questionJson(view);
    expect(Object.keys(json)).not.toContain('mine');
    expect(json).toMatchObject({
      slug: SLUG,
      phase: 'open',
      seats: 2,
      options: [{ slug: 'skt', company: 'skt' }, { slug: 'upstage' }, { slug: 'lg' }],
      author: { permille: { skt: 750, upstage: 750, lg: 500 }, carriedOver: true },
      crowd: { permille: null, forecasters: 0 },
    });
    const withoutAuthor = await questions.get(db, keeper, { accountId: null, hasAuthor: false }, SLUG);
    expect(questionJson(withoutAuthor).author).toBeNull();
  });
});
