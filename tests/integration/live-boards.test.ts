// Messages to pages with a leaderboard: results at once, and the board after every change.
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { CrowdKeeper } from '#lib/server/crowd/keeper.ts';
import { BoardWatch, type WatchedBoard } from '#lib/server/live/board-watch.ts';
import { LiveFeed } from '#lib/server/live/feed.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { WhatIfBoards } from '#lib/server/what-if/boards.ts';
import * as whatIf from '#lib/server/what-if/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { annulmentFor, insertForecaster, placeOn, questionId, resultOf } from './setup/factories.ts';

const WORKER = resolve('src/lib/server/what-if/worker.ts');
const BOTH = [{ question: 'final-3', survivors: ['skt', 'upstage'] }];
const OTHERS = [{ question: 'final-3', survivors: ['upstage', 'lg'] }];
/** A test machine may be busy. */
const SOON = { timeout: 10_000, interval: 20 };
const SECOND_MS = 1_000;
/** Long enough for whatever is going to be sent. */
const QUIET_MS = 1.6 * SECOND_MS;

interface Told {
  event: string;
  data: unknown;
  /** As it came over the network. */
  text: string;
}

/** Client side of a stream: collects the messages. */
class Page {
  readonly told: Told[] = [];
  readonly ended: Promise<void>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    this.ended = this.#read();
  }

  all(event: string): Told[] {
    return this.told.filter((message) => message.event === event);
  }

  /** Waits for so many of an event. */
  async until(event: string, count = 1): Promise<Told[]> {
    await vi.waitFor(() => expect(this.all(event).length).toBeGreaterThanOrEqual(count), SOON);
    return this.all(event);
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  async #read(): Promise<void> {
    let rest = '';
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      const blocks = (rest + new TextDecoder().decode(value)).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const text of blocks) {
        const event = /^event: (.*)$/m.exec(text)?.[1] ?? '';
        const data = /^data: (.*)$/m.exec(text)?.[1];
        this.told.push({ event, data: data === undefined ? null : JSON.parse(data), text });
      }
    }
  }
}

interface Options {
  /** Called when computing a board fails; by default that fails the test. */
  onError?: (error: unknown) => void;
}

function fail(error: unknown): never {
  throw error;
}

async function setUp({ onError = fail }: Options = {}) {
  const { app, owner, appUrl } = await cloneDatabase();
  const { db } = app;
  const keeper = new CrowdKeeper(db, { onError: fail });
  const boards = new WhatIfBoards(WORKER, appUrl, keeper.log);
  onTestFinished(() => boards.close());
  await keeper.start();
  let isOver = false;
  // What is being worked out at the end of a test has nobody to tell.
  const feed = new LiveFeed(keeper, new BoardWatch((error) => isOver || onError(error)));
  onTestFinished(async () => {
    isOver = true;
    feed.close();
    await keeper.stop();
  });
  const admin = await insertForecaster(owner.db, { isAdmin: true });
  const ids = { 'final-3': await questionId(db, 'final-3'), 'count-3': await questionId(db, 'count-3') };
  type Slug = keyof typeof ids;
  const open = (slugs: Slug[], board: WatchedBoard | null) =>
    new Page(
      feed.open(
        { questions: slugs.map((slug) => ({ slug, crowd: keeper.crowd(ids[slug]) })), board },
        '192.0.2.1',
      ),
    );
  /** A board of the site, counting how often it is worked out. */
  const board = (assumptions = BOTH, rows = 10) => {
    const watched = whatIf.watched({ db, boards, config: { authorName: '저자' } }, assumptions, rows);
    const load = vi.fn(watched.load);
    return { key: watched.key, load };
  };
  const forecast = async (slug: Slug, permille: number[] | null, accountId?: number) => {
    const account = accountId ?? (await insertForecaster(db));
    await placeOn(db, slug, account, permille);
    await keeper.poll();
    return account;
  };
  const publish = async (slug: Slug, outcome: boolean[] | null, expected = 0) => {
    const decision = outcome
      ? resultOf(outcome, await readClock(db), expected > 0 ? '다시 확인했어요.' : '')
      : annulmentFor('세지 않아요.');
    const { version } = await resolutions.publish(db, admin, slug, decision, expected);
    await keeper.poll();
    return version;
  };
  return { db, boards, keeper, feed, open, board, forecast, publish };
}

describe('a published result', () => {
  test('is sent once per version, to pages of the question and pages with a board', async () => {
    const { open, board, forecast, publish, keeper } = await setUp();
    await forecast('final-3', [800, 800, 400]);
    const of = open(['final-3'], null);
    const both = open(['count-3', 'final-3'], board());
    const boardOnly = open([], board(OTHERS));
    const other = open(['count-3'], null);

    await publish('final-3', [true, true, false]);
    await publish('final-3', [true, false, true], 1);
    await publish('final-3', null, 2);
    for (const page of [of, both, boardOnly]) {
      const events = await page.until('resolution', 3);
      expect(events.map(({ data }) => data)).toEqual(
        [1, 2, 3].map((version) => ({ question: 'final-3', version })),
      );
    }
    await keeper.poll();
    await sleep(SECOND_MS);
    for (const page of [of, both, boardOnly]) expect(page.all('resolution')).toHaveLength(3);
    expect(other.all('resolution')).toEqual([]);
    expect(both.all('resolution').map(({ text }) => text)).toEqual(
      of.all('resolution').map(({ text }) => text),
    );
  });

  test('is not sent to a page that connects later, nor by a keeper that starts later', async () => {
    const { db, open, publish } = await setUp();
    await publish('count-3', [false, true, false, false]);
    const late = open(['count-3'], null);
    const heard = vi.fn();
    const restarted = new CrowdKeeper(db, { onError: fail });
    restarted.listenToResolutions(heard);
    await restarted.start();
    onTestFinished(() => restarted.stop());
    await publish('count-3', [true, false, false, false], 1);
    expect((await late.until('resolution')).map(({ data }) => data)).toEqual([
      { question: 'count-3', version: 2 },
    ]);
    await restarted.poll();
    expect(heard.mock.calls).toEqual([['count-3', 2]]);
  });

  test('of another process is sent too', async () => {
    const { db, open } = await setUp();
    const page = open(['count-3'], null);
    const elsewhere = await insertForecaster(db, {});
    const knownAt = await readClock(db);
    await resolutions.publish(db, elsewhere, 'count-3', resultOf([false, true, false, false], knownAt), 0);
    expect((await page.until('resolution'))[0]?.data).toEqual({ question: 'count-3', version: 1 });
  });
});

describe('a page with a board', () => {
  test('gets the board after a forecast, as the page would render it', async () => {
    const { open, board, forecast } = await setUp();
    const shown = board(BOTH, 2);
    const page = open([], shown);
    await page.until('leaderboard');
    for (let i = 0; i < 3; i++) await forecast('final-3', [800 - 100 * i, 800, 400 + 100 * i]);
    await vi.waitFor(() => expect(page.all('leaderboard').at(-1)?.data).toMatchObject({ ranked: 3 }), SOON);
    const update = page.all('leaderboard').at(-1)?.data;
    expect(update).toMatchObject({ assume: ['final-3:skt,upstage'], questions: 1 });
    expect(update).toHaveProperty('rows.length', 2);
    expect(page.all('crowd')).toEqual([]);
  });

  test('gets the same bytes as all pages with this board, computed once; other boards are separate', async () => {
    const { open, board, forecast } = await setUp();
    const boards = Array.from({ length: 20 }, () => board());
    const pages = boards.map((each) => open([], each));
    const different = open([], board(OTHERS));
    await forecast('final-3', [900, 700, 400]);
    for (const page of pages)
      await vi.waitFor(() => expect(page.all('leaderboard').at(-1)?.data).toMatchObject({ ranked: 1 }), SOON);
    const texts = pages.map((page) => page.all('leaderboard').map(({ text }) => text));
    for (const each of texts) expect(each).toEqual(texts[0]);
    expect(boards.filter(({ load }) => load.mock.calls.length > 0)).toHaveLength(1);
    await vi.waitFor(
      () => expect(different.all('leaderboard').at(-1)?.data).toMatchObject({ ranked: 1 }),
      SOON,
    );
    expect(different.all('leaderboard').at(-1)?.text).not.toBe(texts[0]?.at(-1));
  });

  test('gets no messages, and nothing is computed, while nothing changes', async () => {
    const { open, board, forecast } = await setUp();
    await forecast('final-3', [800, 800, 400]);
    const shown = board();
    const page = open([], shown);
    await page.until('leaderboard');
    await sleep(QUIET_MS);
    const [told, worked] = [page.all('leaderboard').length, shown.load.mock.calls.length];
    await sleep(QUIET_MS);
    expect(page.all('leaderboard')).toHaveLength(told);
    expect(shown.load).toHaveBeenCalledTimes(worked);
  });

  test('gets no identical board again, however often something else changes', async () => {
    const { open, forecast } = await setUp();
    const load = vi.fn(() =>
      Promise.resolve({ assume: [], questions: 1, ranked: 0, rows: [], references: [] }),
    );
    const page = open([], { key: 'always the same', load });
    await page.until('leaderboard');
    await forecast('count-3', [250, 250, 250, 250]);
    await vi.waitFor(() => expect(load.mock.calls.length).toBeGreaterThan(1), SOON);
    await sleep(QUIET_MS);
    expect(page.all('leaderboard')).toHaveLength(1);
  });

  test('gets at most about one update a second, including the last of many changes', async () => {
    const { open, board, forecast } = await setUp();
    const shown = board();
    const page = open([], shown);
    await page.until('leaderboard');
    const [before, startedAt] = [page.all('leaderboard').length, performance.now()];
    for (let i = 0; i < 30; i++) {
      await forecast('final-3', [900 - i, 700, 400 + i]);
      await sleep(100);
    }
    await vi.waitFor(() => expect(page.all('leaderboard').at(-1)?.data).toMatchObject({ ranked: 30 }), SOON);
    const seconds = (performance.now() - startedAt) / SECOND_MS;
    const told = page.all('leaderboard').length - before;
    expect(told).toBeGreaterThan(1);
    expect(told).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  });

  test('stops the computation when the last one disconnects', async () => {
    const { open, board, forecast, feed } = await setUp();
    const shown = board();
    const [first, second] = [open([], shown), open([], shown)];
    await first.until('leaderboard');
    await first.leave();
    await forecast('final-3', [800, 800, 400]);
    await vi.waitFor(() => expect(second.all('leaderboard').at(-1)?.data).toMatchObject({ ranked: 1 }), SOON);
    await second.leave();
    expect(feed.size).toBe(0);
    await sleep(QUIET_MS);
    const worked = shown.load.mock.calls.length;
    await forecast('final-3', [700, 800, 500]);
    await sleep(QUIET_MS);
    expect(shown.load).toHaveBeenCalledTimes(worked);
  });

  test('gets changes made between rendering and subscribing, also when another page watches the same board', async () => {
    const { open, board, forecast } = await setUp();
    const early = open([], board());
    await early.until('leaderboard');
    await forecast('final-3', [800, 800, 400]);
    await vi.waitFor(() => expect(early.all('leaderboard').at(-1)?.data).toMatchObject({ ranked: 1 }), SOON);
    await sleep(QUIET_MS);
    const late = open([], board());
    expect((await late.until('leaderboard'))[0]?.data).toMatchObject({ ranked: 1 });
  });
});

describe('a board that cannot be computed', () => {
  test('is reported, and retried until it succeeds', async () => {
    const onError = vi.fn();
    const { open, board } = await setUp({ onError });
    const shown = board();
    shown.load.mockRejectedValueOnce(new Error('no worker')).mockRejectedValueOnce(new Error('no worker'));
    const page = open([], shown);
    await page.until('leaderboard');
    expect(onError.mock.calls.map(([error]) => String(error))).toEqual(Array(2).fill('Error: no worker'));
    expect(shown.load).toHaveBeenCalledTimes(3);
  });

  test('does not delay the others', async () => {
    const onError = vi.fn();
    const { open, board } = await setUp({ onError });
    const load = () => Promise.reject(new Error('broken'));
    open([], { key: 'broken', load });
    const page = open([], board());
    await page.until('leaderboard');
    expect(onError).toHaveBeenCalled();
    expect(page.all('leaderboard')).toHaveLength(1);
  });
});

describe('closing the feed', () => {
  test('ends every stream and all work', async () => {
    const { open, board, forecast, feed, keeper } = await setUp();
    const shown = board();
    const pages = [open(['final-3'], shown), open([], shown), open(['count-3'], null)];
    await pages[0]!.until('leaderboard');
    feed.close();
    await Promise.all(pages.map(({ ended }) => ended));
    expect(feed.size).toBe(0);
    const worked = shown.load.mock.calls.length;
    await forecast('final-3', [800, 800, 400]);
    await keeper.poll();
    await sleep(QUIET_MS);
    expect(shown.load).toHaveBeenCalledTimes(worked);
  });

  // Whatever is being worked out then fails with its worker, and that is told as an error.
  test('is no error for a board that is being computed', async () => {
    const onError = vi.fn();
    const { open, board, boards, feed } = await setUp({ onError });
    const shown = board();
    open([], shown);
    await vi.waitFor(() => expect(shown.load).toHaveBeenCalled(), { ...SOON, interval: 1 });
    feed.close();
    await boards.close();
    await Promise.allSettled(shown.load.mock.results.map(({ value }) => value as Promise<unknown>));
    await sleep(0);
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('a page that reads nothing', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  // Its stream is closed by the feed, and only a browser's own end makes it stop watching.
  test('is disconnected, and its board is no longer computed', async () => {
    const { app } = await cloneDatabase();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const watch = new BoardWatch(fail);
    const feed = new LiveFeed(new CrowdKeeper(app.db, { onError: fail }), watch);
    onTestFinished(() => feed.close());
    const load = vi.fn(() => Promise.resolve(null));
    feed.open({ questions: [], board: { key: 'board', load } }, '192.0.2.1');
    await vi.advanceTimersByTimeAsync(100 * 15 * SECOND_MS);
    expect(feed.size).toBe(0);
    const worked = load.mock.calls.length;
    watch.markStale();
    await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
    expect(load).toHaveBeenCalledTimes(worked);
  });
});
