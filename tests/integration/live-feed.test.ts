import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CrowdKeeper } from '#lib/server/crowd/keeper.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { BoardWatch } from '#lib/server/live/board-watch.ts';
import { LiveFeed } from '#lib/server/live/feed.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

/** An open page follows another reader's forecast within a second; a test machine may be busy. */
const SOON_MS = 5_000;

interface CrowdEvent extends CrowdView {
  question: string;
}

/** What a browser makes of a stream: its events, one after the other. */
class Browser {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #events: CrowdEvent[] = [];
  #text = '';

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The next event, or null where the stream has ended. */
  async next(): Promise<CrowdEvent | null> {
    while (this.#events.length === 0) {
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#text += new TextDecoder().decode(value);
      const blocks = this.#text.split('\n\n');
      this.#text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (/^event: crowd$/m.test(block) && data) this.#events.push(JSON.parse(data) as CrowdEvent);
      }
    }
    return this.#events.shift() ?? null;
  }

  /** Reads on until an event fits. */
  async until(fits: (event: CrowdEvent) => boolean): Promise<CrowdEvent> {
    const end = performance.now() + SOON_MS;
    for (let event = await this.next(); event; event = await this.next()) {
      if (fits(event)) return event;
      if (performance.now() > end) break;
    }
    throw new Error('no event fits');
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function setUp() {
  const { app } = await cloneDatabase();
  const { db } = app;
  const keeper = new CrowdKeeper(db, {
    onError(error) {
      throw error;
    },
  });
  await keeper.start();
  const watch = new BoardWatch((error) => {
    throw error;
  });
  const feed = new LiveFeed(keeper, watch);
  onTestFinished(async () => {
    feed.close();
    await keeper.stop();
  });
  const ids = { 'final-3': await questionId(db, 'final-3'), scenario: await questionId(db, 'scenario') };
  type Slug = keyof typeof ids;
  const place = async (slug: Slug, permille: number[] | null, accountId?: number) => {
    const account = accountId ?? (await insertForecaster(db));
    await forecasts.place(db, {
      accountId: account,
      questionId: ids[slug],
      permille,
      requestId: randomUUID(),
    });
    return account;
  };
  const open = (...slugs: Slug[]) =>
    new Browser(
      feed.open(
        { questions: slugs.map((slug) => ({ slug, crowd: keeper.crowd(ids[slug]) })), board: null },
        '192.0.2.1',
      ),
    );
  return { keeper, feed, ids, place, open };
}

describe('an open page', () => {
  test('gets the current odds first, however late it connects', async () => {
    const { keeper, ids, place, open } = await setUp();
    expect(await open('final-3').next()).toMatchObject({
      question: 'final-3',
      permille: null,
      forecasters: 0,
    });
    for (let i = 1; i <= 3; i++) {
      await place('final-3', [800, 700 + i, 500 - i]);
      await keeper.poll();
      expect(await open('final-3').next()).toEqual({ question: 'final-3', ...keeper.crowd(ids['final-3']) });
    }
  });

  test('follows another reader’s forecast, change and withdrawal', async () => {
    const { keeper, ids, place, open } = await setUp();
    const page = open('final-3');
    const account = await place('final-3', [800, 800, 400]);
    const first = await page.until(({ forecasters }) => forecasters === 1);
    expect(first).toEqual({ question: 'final-3', ...keeper.crowd(ids['final-3']) });
    await place('final-3', [900, 600, 500], account);
    const changed = await page.until(({ version }) => version > first.version);
    expect(changed.permille).not.toEqual(first.permille);
    await place('final-3', null, account);
    const withdrawn = await page.until(({ version }) => version > changed.version);
    expect(withdrawn).toMatchObject({ permille: null, forecasters: 0 });
  });

  test('gets only the questions that it subscribed to', async () => {
    const { keeper, place, open } = await setUp();
    const [final, both] = [open('final-3'), open('final-3', 'scenario')];
    await place('scenario', [300, 300, 400]);
    await keeper.poll();
    await both.until(({ question, forecasters }) => question === 'scenario' && forecasters === 1);
    await place('final-3', [800, 800, 400]);
    await keeper.poll();
    const seen: string[] = [];
    await final.until(({ question, forecasters }) => {
      seen.push(question);
      return forecasters === 1;
    });
    expect(new Set(seen)).toEqual(new Set(['final-3']));
  });

  test('gets the same messages as every other', async () => {
    const { place, open } = await setUp();
    const pages = Array.from({ length: 50 }, () => open('final-3'));
    await place('final-3', [800, 800, 400]);
    const events = await Promise.all(pages.map((page) => page.until(({ forecasters }) => forecasters === 1)));
    for (const event of events) expect(event).toEqual(events[0]);
  });

  test('that disconnects does not delay the others', async () => {
    const { feed, place, open } = await setUp();
    const [left, stays] = [open('final-3'), open('final-3')];
    await left.leave();
    expect(feed.size).toBe(1);
    await place('final-3', [800, 800, 400]);
    expect(await stays.until(({ forecasters }) => forecasters === 1)).toBeDefined();
  });

  test('ends after its pending messages when the feed closes', async () => {
    const { feed, open } = await setUp();
    const page = open('final-3');
    feed.close();
    expect(await page.next()).toMatchObject({ question: 'final-3' });
    expect(await page.next()).toBeNull();
  });
});
