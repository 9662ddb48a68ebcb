// What open pages receive when forecasts and results come in: the odds, the results and the boards of the database.
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { oddsJson } from '#lib/types/odds-json.ts';
import { BoardWatch } from '#lib/server/forecasts/live/board-watch.ts';
import { createAuth } from '#lib/server/people/sessions/auth.ts';
import { sha256 } from '#lib/server/platform/signing.ts';
import {
  endOtherSessions,
  endSession,
  listSessions,
  SessionWatch,
} from '#lib/server/people/sessions/sessions.ts';
import { LiveFeed } from '#lib/server/forecasts/live/feed.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { WhatIfBoards } from '#lib/server/results/what-if/boards.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { annulmentFor, insertForecaster, placeOn, questionId, resultOf } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { OpenPage } from './setup/open-page.ts';

const WORKER = resolve('src/lib/server/results/what-if/worker.ts');
const ASSUMED = [{ question: 'final-3', survivors: ['skt', 'upstage'] }];

function fail(error: unknown): never {
  throw error;
}

async function setUp() {
  const { db, owner, appUrl } = await cloneDatabase();
  const keeper = keeperOn(db);
  const boards = new WhatIfBoards(WORKER, appUrl, keeper.log);
  await keeper.start();
  const feed = new LiveFeed(keeper, new BoardWatch(fail), new SessionWatch(db, fail));
  onTestFinished(async () => {
    feed.close();
    await keeper.stop();
    await boards.close();
  });
  const admin = await insertForecaster(owner, { isAdmin: true });
  const ids = { 'final-3': await questionId(db, 'final-3'), 'count-3': await questionId(db, 'count-3') };
  type Slug = keyof typeof ids;
  const crowdOf = (slug: Slug) => oddsJson(keeper.field(slug)!.options, keeper.crowd(ids[slug]));
  const open = (slugs: Slug[], rows = 0) => {
    const questions = slugs.map((slug) => ({
      ...{ slug, crowd: crowdOf(slug) },
      resolution: keeper.field(slug)!.resolution,
    }));
    const board =
      rows > 0
        ? whatIf.watched({ db, boards, config: { authorName: '저자' } }, ASSUMED, { limit: rows })
        : null;
    return new OpenPage(feed.open({ questions, board }, '192.0.2.1'));
  };
  const forecast = async (slug: Slug, permille: number[] | null, accountId?: number) => {
    const account = accountId ?? (await insertForecaster(db));
    await placeOn(db, slug, account, permille);
    await keeper.poll();
    return account;
  };
  const publish = async (slug: Slug, outcome: boolean[] | null, expected = 0) => {
    const decision = outcome
      ? resultOf(outcome, await instantAfter(db), expected > 0 ? '다시 확인했어요.' : '')
      : annulmentFor('세지 않아요.');
    await resolutions.publish(db, admin, slug, decision, expected);
    await keeper.poll();
  };
  return { db, keeper, admin, feed, open, forecast, publish, crowd: crowdOf };
}

describe('odds', () => {
  test('of now come first, however late a page opens', async () => {
    const { open, forecast, crowd } = await setUp();
    const [empty] = await open(['final-3']).until('crowd');
    expect(empty).toMatchObject({ question: 'final-3', permille: null, forecasters: 0 });
    await forecast('final-3', [800, 800, 400]);
    const [first] = await open(['final-3']).until('crowd');
    expect(first).toEqual({ question: 'final-3', ...crowd('final-3') });
  });

  test('follow a forecast, a change and a withdrawal, the same for every page', async () => {
    const { open, forecast, crowd } = await setUp();
    const pages = Array.from({ length: 20 }, () => open(['final-3']));
    const account = await forecast('final-3', [800, 800, 400]);
    const latest = async () => {
      const now = { question: 'final-3', ...crowd('final-3') };
      for (const page of pages) await page.untilLast('crowd', now);
      return now as CrowdView;
    };
    expect(await latest()).toMatchObject({ forecasters: 1 });
    await forecast('final-3', [900, 600, 500], account);
    await latest();
    await forecast('final-3', null, account);
    expect(await latest()).toMatchObject({ permille: null, forecasters: 0 });
  });

  test('of other questions are not sent, and a page that has left keeps no other waiting', async () => {
    const { feed, open, forecast } = await setUp();
    const [final, both, left] = [open(['final-3']), open(['final-3', 'count-3']), open(['final-3'])];
    await left.leave();
    expect(feed.size).toBe(2);
    await forecast('count-3', [250, 250, 250, 250]);
    await both.untilLast('crowd', { question: 'count-3', forecasters: 1 });
    await forecast('final-3', [800, 800, 400]);
    await final.untilLast('crowd', { question: 'final-3', forecasters: 1 });
    const questions = final.all('crowd').map((data) => (data as { question: string }).question);
    expect(new Set(questions)).toEqual(new Set(['final-3']));
  });
});

test('a beat names the versions that were sent of the questions of its stream', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { open, forecast, crowd } = await setUp();
  const [final, both] = [open(['final-3']), open(['count-3', 'final-3'])];
  await forecast('final-3', [800, 800, 400]);
  await both.untilLast('crowd', { question: 'final-3', forecasters: 1 });
  vi.advanceTimersByTime(15_000);
  const { version } = crowd('final-3');
  expect(version).toBeGreaterThan(0);
  expect(await final.until('beat')).toEqual([{ versions: { 'final-3': version } }]);
  expect(await both.until('beat')).toEqual([{ versions: { 'final-3': version, 'count-3': 0 } }]);
});

describe('a result', () => {
  test('is sent once a version, to pages of the question and to pages with a board', async () => {
    const { keeper, open, forecast, publish } = await setUp();
    await forecast('final-3', [800, 800, 400]);
    const pages = [open(['final-3']), open(['count-3', 'final-3'], 10), open([], 10)];
    const other = open(['count-3']);
    await publish('final-3', [true, true, false]);
    await publish('final-3', [true, false, true], 1);
    await publish('final-3', null, 2);
    const versions = [1, 2, 3].map((version) => expect.objectContaining({ question: 'final-3', version }));
    for (const page of pages) await page.until('resolution', 3);
    for (let i = 0; i < 3; i++) await keeper.poll();
    for (const page of pages) expect(page.all('resolution')).toEqual(versions);
    expect(other.all('resolution')).toEqual([]);
  });

  test('of before is what a later page begins with, and is not reported by a keeper that starts later', async () => {
    const { db, open, publish } = await setUp();
    await publish('count-3', [false, true, false, false]);
    const late = open(['count-3']);
    const heard = vi.fn();
    const restarted = keeperOn(db);
    restarted.listenToResolutions(heard);
    await restarted.start();
    onTestFinished(() => restarted.stop());
    await publish('count-3', [true, false, false, false], 1);
    expect(await late.until('resolution', 2)).toMatchObject([
      { question: 'count-3', version: 1 },
      { question: 'count-3', version: 2 },
    ]);
    await restarted.poll();
    expect(heard.mock.calls).toEqual([['count-3', 2]]);
  });
});

test('a close that an admin moves is sent like a result without a version, to pages of the question', async () => {
  const { db, keeper, admin, open } = await setUp();
  const [page, other] = [open(['final-3']), open(['count-3'])];
  await questions.close(db, { accountId: admin }, 'final-3');
  await keeper.poll();
  expect(await page.until('resolution')).toMatchObject([{ question: 'final-3', version: 0 }]);
  for (let i = 0; i < 3; i++) await keeper.poll();
  expect(page.all('resolution')).toHaveLength(1);
  expect(other.all('resolution')).toEqual([]);
});

test('a board follows forecasts with as many rows as the page shows, and without odds', async () => {
  const { open, forecast } = await setUp();
  const page = open([], 2);
  for (let i = 0; i < 3; i++) await forecast('final-3', [800 - 100 * i, 800, 400 + 100 * i]);
  await page.untilLast('leaderboard', { assume: ['final-3:skt,upstage'], questions: 1, ranked: 3 });
  expect(page.all('leaderboard').at(-1)).toHaveProperty('rows.length', 2);
  expect(page.all('crowd')).toEqual([]);
});

describe('the end of a session', () => {
  test('closes its event streams in every process, and no others', async () => {
    const { db, keeper, feed } = await setUp();
    const elsewhere = new LiveFeed(keeper, new BoardWatch(fail), new SessionWatch(db, fail));
    onTestFinished(() => elsewhere.close());
    const account = await insertForecaster(db);
    const auth = createAuth(db);
    const open = async (on: LiveFeed, accountId = account) => {
      const { value: secret } = await auth.open(accountId);
      const subscription = { questions: [], board: null };
      return { secret, page: new OpenPage(on.open(subscription, '192.0.2.1', sha256(secret))) };
    };
    const [here, signedOut, ended, swept] = [
      await open(feed),
      await open(feed),
      await open(elsewhere),
      await open(elsewhere),
    ];
    const stranger = await open(elsewhere, await insertForecaster(db));
    const visitor = new OpenPage(feed.open({ questions: [], board: null }, '192.0.2.1'));

    await auth.close(signedOut.secret);
    await signedOut.page.ended;
    const own = await listSessions(db, account, ended.secret);
    expect(await endSession(db, await insertForecaster(db), own.find(({ current }) => current)!.id)).toBe(
      false,
    );
    expect(await endSession(db, account, own.find(({ current }) => current)!.id)).toBe(true);
    await ended.page.ended;
    await endOtherSessions(db, account, here.secret);
    await swept.page.ended;
    expect([feed.size, elsewhere.size]).toEqual([2, 1]);

    await Promise.all([here.page, stranger.page, visitor].map((page) => page.leave()));
  });

  test('that a stream missed while it opened closes it all the same', async () => {
    const { db, feed } = await setUp();
    const auth = createAuth(db);
    const { value: secret } = await auth.open(await insertForecaster(db));
    await auth.close(secret);
    await new OpenPage(feed.open({ questions: [], board: null }, '192.0.2.1', sha256(secret))).ended;
  });
});
