import { randomUUID } from 'node:crypto';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type App, openApp } from '#lib/server/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { clearSession, keepDraft, setFlash, setSession, takeFlash } from '#lib/server/http/cookies.ts';
import { draftFor, placeDraft } from '#lib/server/forecasts/http.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { cloneDatabase, cloneUnseeded } from './setup/database.ts';
import { insertForecaster, placeOn, questionId } from './setup/factories.ts';

const PERMILLE = [900, 650, 450];

type SetOptions = Parameters<Cookies['set']>[2];

/** The cookies of one browser, as Kit hands them to a request. */
class Jar {
  readonly values = new Map<string, string>();
  readonly options = new Map<string, SetOptions>();

  get(name: string) {
    return this.values.get(name);
  }
  set(name: string, value: string, options: SetOptions) {
    this.values.set(name, value);
    this.options.set(name, options);
  }
  delete(name: string) {
    this.values.delete(name);
  }
}

async function setUp(settings: Record<string, string> = {}) {
  const { appUrl, owner } = await cloneDatabase();
  const open = async () => {
    const app = await openApp(readConfig({ DATABASE_URL: appUrl, ...settings }), createLog('silent'));
    onTestFinished(() => app.close());
    return app;
  };
  const app = await open();
  const jar = new Jar();
  const cookies = jar as unknown as Cookies;
  const eventIn = (where: App) =>
    ({ cookies, locals: { app: where, db: where.db, account: null } }) as unknown as RequestEvent;
  const draft = { question: 'final-3', permille: PERMILLE, requestId: randomUUID() };
  const newcomer = () => insertForecaster(app.db);
  return { app, owner, open, jar, cookies, event: eventIn(app), eventIn, draft, newcomer };
}

describe('a visitor’s draft', () => {
  test('is shown with its question, and placed by joining or signing in', async () => {
    const { app, jar, cookies, event, draft, newcomer } = await setUp();
    keepDraft(cookies, app, draft);
    expect(await draftFor(event)).toMatchObject({ question: { slug: 'final-3' }, permille: PERMILLE });
    const accountId = await newcomer();
    expect(await placeDraft(event, accountId)).toEqual({ question: 'final-3', failed: null });
    expect(await forecasts.log(app.db, accountId)).toMatchObject([
      { question: 'final-3', permille: PERMILLE, requestId: draft.requestId },
    ]);
    expect(app.keeper.crowd(await questionId(app.db, 'final-3')).forecasters).toBe(1);
    expect(jar.values.has('draft')).toBe(false);
  });

  test('can be placed by another process than the one that set the cookie', async () => {
    const { app, open, cookies, eventIn, draft, newcomer } = await setUp();
    keepDraft(cookies, app, draft);
    const other = eventIn(await open());
    expect(await placeDraft(other, await newcomer())).toEqual({ question: 'final-3', failed: null });
  });

  test('is placed once when two requests carry it', async () => {
    const { app, jar, cookies, event, draft, newcomer } = await setUp();
    keepDraft(cookies, app, draft);
    const sealed = jar.get('draft') ?? '';
    const accountId = await newcomer();
    await placeDraft(event, accountId);
    jar.values.set('draft', sealed);
    expect(await placeDraft(event, accountId)).toEqual({ question: 'final-3', failed: null });
    expect(await forecasts.log(app.db, accountId)).toHaveLength(1);
  });

  test('is rejected as late when the question has closed since, and stores nothing', async () => {
    const { app, jar, cookies, event, draft, newcomer } = await setUp();
    keepDraft(cookies, app, draft);
    await questions.close(app.db, COMMAND_LINE, 'final-3');
    const accountId = await newcomer();
    expect(await placeDraft(event, accountId)).toEqual({ question: 'final-3', failed: 'draft-closed' });
    expect(await forecasts.log(app.db, accountId)).toEqual([]);
    expect(jar.values.has('draft')).toBe(false);
  });

  test('is kept where the account has reached its daily limit, and placed another day', async () => {
    const { app, owner, jar, cookies, event, draft, newcomer } = await setUp();
    keepDraft(cookies, app, draft);
    const accountId = await newcomer();
    await sql`
      insert into forecast_count (account_id, day, count)
      values (${accountId}, (now_at() at time zone 'Asia/Seoul')::date, 300)
    `.execute(owner);
    expect(await placeDraft(event, accountId)).toEqual({ question: 'final-3', failed: 'draft-failed' });
    expect(jar.values.has('draft')).toBe(true);
    await sql`update forecast_count set day = day - 1 where account_id = ${accountId}`.execute(owner);
    expect(await placeDraft(event, accountId)).toEqual({ question: 'final-3', failed: null });
    expect(jar.values.has('draft')).toBe(false);
  });

  test('is placed under a new request id when its own was used for other numbers', async () => {
    const { app, cookies, event, draft, newcomer } = await setUp();
    const accountId = await newcomer();
    await placeOn(app.db, 'final-3', accountId, [800, 800, 400], draft.requestId);
    keepDraft(cookies, app, draft);
    expect(await placeDraft(event, accountId)).toEqual({ question: 'final-3', failed: null });
    expect(await forecasts.standing(app.db, accountId)).toMatchObject([{ permille: draft.permille }]);
    expect(await forecasts.log(app.db, accountId)).toHaveLength(2);
  });

  test.each([
    ['of no question', { question: 'final-9' }],
    ['of other options', { permille: [500, 500] }],
    ['of another sum', { permille: [900, 900, 900] }],
  ])('%s is reported as failed, and leaves nothing', async (_, changed) => {
    const { app, cookies, event, draft, newcomer } = await setUp();
    keepDraft(cookies, app, { ...draft, ...changed });
    const accountId = await newcomer();
    expect(await placeDraft(event, accountId)).toMatchObject({ failed: 'draft-failed' });
    expect(await forecasts.log(app.db, accountId)).toEqual([]);
  });

  test('is null when the cookie is missing, changed, or of another site', async () => {
    const { app, jar, cookies, event, draft, newcomer } = await setUp();
    const accountId = await newcomer();
    expect(await draftFor(event)).toBeNull();
    expect(await placeDraft(event, accountId)).toBeNull();
    keepDraft(cookies, { ...app, draftSecret: new Uint8Array(32) }, draft);
    expect(await draftFor(event)).toBeNull();
    expect(await placeDraft(event, accountId)).toBeNull();
    jar.values.set('draft', 'garbage');
    expect(await placeDraft(event, accountId)).toBeNull();
    expect(jar.values.has('draft')).toBe(false);
    expect(await forecasts.log(app.db, accountId)).toEqual([]);
  });
});

describe('every cookie', () => {
  const common = { path: '/', httpOnly: true, sameSite: 'lax' };

  test.each([
    ['over http', {}, { secure: false }],
    ['over https', { ORIGIN: 'https://final-two.example' }, { secure: true }],
  ])('is out of reach of scripts and other sites, %s', async (_, settings, expected) => {
    const { app, jar, cookies, draft } = await setUp(settings as Record<string, string>);
    keepDraft(cookies, app, draft);
    setFlash(cookies, app, 'placed', 'final-3');
    setSession(cookies, app, await app.auth.open(await insertForecaster(app.db)));
    expect(jar.options.size).toBe(3);
    for (const options of jar.options.values()) expect(options).toMatchObject({ ...common, ...expected });
    expect(app.auth.cookieName).toBe(expected.secure ? '__Host-session' : 'session');
    clearSession(cookies, app);
    expect(jar.values.has(app.auth.cookieName)).toBe(false);
  });
});

describe('a flash message', () => {
  test('is shown once', async () => {
    const { app, cookies } = await setUp();
    expect(takeFlash(cookies, app)).toBeNull();
    setFlash(cookies, app, 'changed', 'final-3');
    expect(takeFlash(cookies, app)).toEqual({ code: 'changed', question: 'final-3' });
    expect(takeFlash(cookies, app)).toBeNull();
    setFlash(cookies, app, 'signed-out');
    expect(takeFlash(cookies, app)).toEqual({ code: 'signed-out', question: null });
  });

  test('with an unknown code is ignored', async () => {
    const { app, jar, cookies } = await setUp();
    for (const text of ['', '.', 'hacked', 'hacked.final-3', '__proto__', 'a'.repeat(10_000)]) {
      jar.values.set('flash', text);
      expect(takeFlash(cookies, app)).toBeNull();
    }
  });
});

test('the app does not open on a database that is not seeded', async () => {
  const { appUrl } = await cloneUnseeded();
  const opening = openApp(readConfig({ DATABASE_URL: appUrl }), createLog('silent'));
  await expect(opening).rejects.toThrow();
});
