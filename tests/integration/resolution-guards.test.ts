// Database constraints and triggers of resolutions, and of the gate that they close.
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import { connect } from '#lib/server/platform/db/connect.ts';
import { grantToApp } from '#lib/server/platform/db/migrate.ts';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import {
  ANNULMENT,
  APPEND_ONLY,
  as,
  ask,
  CHECK,
  FIXED,
  forecast,
  NAMELESS,
  NO_RIGHT,
  REASON,
  refusal,
  resolution,
  setUp,
} from './setup/admin-guards.ts';
import { directUrl } from './setup/database.ts';
import { forecastOf, insertForecaster, insertForecasters } from './setup/factories.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

const NUMBERS = [700, 300];

const CLOSED = 'FT001';

const NOT_NEXT = 'FT020';

const NEVER_RESOLVED = 'FT021';

const NO_RESULT = 'FT022';

describe('a resolution', () => {
  test('is timestamped by the database, and logged with its admin', async () => {
    const { admin, asked, resolve, record } = await setUp();
    const before = Date.now();
    const published = await resolve();
    expect(Math.abs((published?.publishedAt.getTime() ?? 0) - before)).toBeLessThan(60_000);
    expect(await record()).toMatchObject([
      { action: 'insert', subject: 'resolution', rowKey: `${asked}/1`, accountId: admin, before: null },
    ]);
  });

  test('is rejected without an actor', async () => {
    const { app, admin, asked } = await setUp();
    expect(await refusal(resolution(asked, admin).execute(app))).toBe(NAMELESS);
  });

  test('has the actor as its admin', async () => {
    const { app, owner, admin, asked, forecaster } = await setUp();
    await forecast(asked, forecaster).execute(owner);
    expect(await refusal(as(app, { accountId: forecaster }, resolution(asked, admin)))).not.toBe('allowed');
  });

  test('must be the next version', async () => {
    const { resolve } = await setUp();
    for (const version of [-1, 0, 2]) expect(await refusal(resolve({ version }))).toBe(NOT_NEXT);
    await resolve();
    const note = '공식 발표를 반영했어요';
    for (const version of [0, 1, 3]) expect(await refusal(resolve({ version, note }))).toBe(NOT_NEXT);
    await resolve({ version: 2, note, outcome: '{f,t}' });
    await resolve({ ...ANNULMENT, version: 3 });
    await resolve({ version: 4, note });
  });

  test('of several concurrent ones is stored once, and the others get a conflict', async () => {
    const { app, owner, asked } = await setUp();
    const admins = await insertForecasters(owner, 6, { isAdmin: true });
    const outcomes = await Promise.all(
      admins.map((admin) => refusal(as(app, { accountId: admin }, resolution(asked, admin)))),
    );
    expect(outcomes.toSorted()).toEqual([...Array<string>(5).fill(NOT_NEXT), 'allowed']);
  });

  test.each([
    ['an answer too few', { outcome: '{t}' }, NO_RESULT],
    ['an answer too many', { outcome: '{t,f,f}' }, NO_RESULT],
    ['no answers', { outcome: '{}' }, NO_RESULT],
    ['an answer that is unknown', { outcome: '{t,null}' }, NO_RESULT],
    ['answers in rows', { outcome: '{{t,f}}' }, NO_RESULT],
    ['a result that becomes known in the future', { knownAt: '2099-01-01Z' }, NO_RESULT],
    ['a result that becomes known never', { knownAt: 'infinity' }, NO_RESULT],
    ['a result that was known before the question opened', { knownAt: '2025-12-31T23:59:59Z' }, NO_RESULT],
    ['a result without when it became known', { knownAt: null }, CHECK],
    ['an annulment with when it became known', { ...ANNULMENT, knownAt: '2026-02-01Z' }, CHECK],
    ['an annulment without a reason', { ...ANNULMENT, note: '' }, CHECK],
    ['no evidence', { urls: '{}', times: '{}' }, CHECK],
    ['evidence that has no time', { times: '{}' }, CHECK],
    ['evidence whose time is unknown', { times: '{null}' }, CHECK],
    ['evidence over http', { urls: '{http://example.com}' }, NO_RESULT],
    ['evidence that is a script', { urls: '{"javascript:alert(1)//https://"}' }, NO_RESULT],
    ['evidence behind a line break', { urls: '{"x\nhttps://example.com"}' }, NO_RESULT],
    ['evidence that is empty', { urls: '{null}' }, NO_RESULT],
    [
      'evidence of which one is not https',
      { urls: '{https://example.com,ftp://example.com}', times: '{2026-02-01,2026-02-02}' },
      NO_RESULT,
    ],
  ])('is refused for %s', async (_, decision, code) => {
    const { owner, asked, resolve, admin, resolutions } = await setUp();
    expect(await refusal(resolve(decision))).toBe(code);
    expect(await refusal(resolution(asked, admin, decision).execute(owner))).toBe(code);
    expect(await resolutions()).toEqual([]);
    await resolve();
  });

  test('that corrects another needs a reason', async () => {
    const { resolve } = await setUp();
    await resolve();
    expect(await refusal(resolve({ version: 2 }))).toBe(CHECK);
    await resolve({ version: 2, note: '점수표를 반영했어요' });
  });

  test('may have more or fewer survivors than seats', async () => {
    const { resolve } = await setUp();
    await resolve({ outcome: '{t,t}' });
    await resolve({ version: 2, outcome: '{f,f}', note: '둘 다 떨어졌어요' });
  });

  test.each([
    ['an opinion question', { scored: false }],
    ['a draft', { isDraft: true }],
    ['a draft of an opinion question', { scored: false, isDraft: true }],
  ])('is never made of %s, nor is it annulled', async (_, kind) => {
    const { app, owner, admin } = await setUp();
    const id = await ask(owner, kind);
    for (const decision of [{}, ANNULMENT]) {
      const made = as(app, { accountId: admin }, resolution(id, admin, decision));
      expect(await refusal(made)).toBe(NEVER_RESOLVED);
      expect(await refusal(resolution(id, admin, decision).execute(owner))).toBe(NEVER_RESOLVED);
    }
  });

  test('cannot be updated, deleted or truncated', async () => {
    const { app, owner, resolve, resolutions } = await setUp();
    await resolve();
    const before = await resolutions();
    for (const statement of [
      sql`update resolution set note = 'another'`,
      sql`delete from resolution`,
      sql`truncate resolution cascade`,
    ]) {
      expect(await refusal(statement.execute(app))).toBe(NO_RIGHT);
      expect(await refusal(as(owner, { ...COMMAND_LINE, reason: REASON }, statement))).toBe(APPEND_ONLY);
    }
    expect(await resolutions()).toEqual(before);
  });

  test('fixes the options of its question even without forecasts', async () => {
    const { change, asked, resolve } = await setUp();
    await resolve();
    const option = sql`delete from question_option where question_id = ${asked} and slug = 'no'`;
    expect(await refusal(change(option, REASON))).toBe(FIXED);
  });
});

describe('the gate', () => {
  test.each([
    ['is resolved', [{}]],
    ['is annulled', [ANNULMENT]],
    ['was resolved and then annulled', [{}, { ...ANNULMENT, version: 2 }]],
  ])('is shut once a question %s, whenever it was to close', async (_, decisions) => {
    for (const close of [sql`null`, sql`now_at() + interval '1 year'`]) {
      const { app, owner, change, asked, forecaster, resolve } = await setUp();
      const newcomer = await insertForecaster(app);
      await forecasts.place(app, forecastOf(forecaster, asked, NUMBERS));
      await change(sql`update question set closes_at = ${close} where id = ${asked}`);
      for (const decision of decisions) await resolve(decision);
      for (const late of [forecastOf(newcomer, asked, NUMBERS), forecastOf(forecaster, asked, null)])
        await expect(forecasts.place(app, late)).rejects.toThrow(QuestionClosedError);
      expect(await refusal(forecast(asked, newcomer).execute(owner))).toBe(CLOSED);
      expect(await refusal(forecast(asked, forecaster, null).execute(owner))).toBe(CLOSED);
      // The close is the end of the horizon, on which published scores depend.
      const moved = change(
        sql`update question set closes_at = now_at() + interval '2 years' where id = ${asked}`,
      );
      await expect(moved).rejects.toThrow('never opened again');
      await forecast(await ask(owner), newcomer).execute(owner);
    }
  });

  test('lets a forecast commit before a resolution, and none after it', async () => {
    const { app, owner, admin, asked, forecaster } = await setUp();
    const late = await insertForecaster(app);
    const placing = await hold(owner, (tx) => forecast(asked, forecaster).execute(tx));
    const publishing = hold(app, (tx) => resolution(asked, admin).execute(tx), { accountId: admin });
    await untilLockWait(app);
    await placing.commit();
    const published = await publishing;
    const refused = refusal(forecast(asked, late).execute(owner));
    await untilLockWait(app);
    await published.commit();
    expect(await refused).toBe(CLOSED);
    const { rows } = await sql<{ isEarlier: boolean }>`
      select made_at < published_at as is_earlier from forecast join resolution using (question_id)
       where question_id = ${asked}
    `.execute(app);
    expect(rows).toEqual([{ isEarlier: true }]);
  });

  test('cannot be bypassed by a temporary table of the same name', async () => {
    const { app, appUrl, ownerUrl, asked, forecaster, resolve } = await setUp();
    await grantToApp(ownerUrl, appUrl);
    await resolve();
    const { db: one, close } = connect(directUrl(appUrl), { max: 1 });
    onTestFinished(close);
    await sql`create temp table resolution (question_id integer)`.execute(one).catch(() => undefined);
    for (const db of [one, app]) {
      const placing = forecasts.place(db, forecastOf(forecaster, asked, NUMBERS));
      await expect(placing).rejects.toThrow(QuestionClosedError);
    }
  });
});
