import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CrowdJson } from '#lib/types/odds-json.ts';
import { CrowdKeeper } from '../crowd/keeper.ts';
import { connect } from '../../platform/db/connect.ts';
import { BoardWatch } from './board-watch.ts';
import { LiveFeed } from './feed.ts';
import { SessionWatch } from '../../people/sessions/sessions.ts';

const BEAT_MS = 15_000;
const BEAT = 'event: beat\ndata: {"versions":{"final-3":42}}\n\n';
const RETRY = /^retry: \d+\n\n/;
const MOST_STREAMS = 10_000;
const MOST_OF_ADDRESS = 2_000;
const MOST_BOARDS_OF_ADDRESS = 20;
const FINAL: CrowdJson = {
  permille: { skt: 800, upstage: 800, lg: 400 },
  forecasters: 7,
  at: '2026-11-24T03:00:00.000Z',
  version: 42,
};
const EMPTY: CrowdJson = { permille: null, forecasters: 0, at: '2026-11-24T03:00:00.000Z', version: 0 };

let feed: LiveFeed;

const boardOf = (key: string) => ({ key, load: () => Promise.resolve(null) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  // The pool connects lazily, and this keeper is never started: it only emits no updates.
  const { db } = connect('postgres://nobody@127.0.0.1:1/nothing');
  const onError = (error: unknown) => {
    throw error;
  };
  const keeper = new CrowdKeeper(db, { onError });
  feed = new LiveFeed(keeper, new BoardWatch(onError), new SessionWatch(db, onError));
});

afterEach(() => {
  feed.close();
  vi.useRealTimers();
});

function openReader(address = '192.0.2.1', disconnect = () => {}) {
  const questions = [{ slug: 'final-3', crowd: FINAL }];
  return feed.open({ questions, board: null }, address, null, disconnect).getReader();
}

type Reader = ReturnType<typeof openReader>;

async function next(reader: Reader): Promise<string | null> {
  const { done, value } = await reader.read();
  return done ? null : new TextDecoder().decode(value);
}

async function rest(reader: Reader): Promise<string[]> {
  const chunks: string[] = [];
  for (let chunk = await next(reader); chunk !== null; chunk = await next(reader)) chunks.push(chunk);
  return chunks;
}

describe('a stream', () => {
  test('begins with the current odds and the reconnection delay', async () => {
    const both = [
      { slug: 'final-3', crowd: FINAL },
      { slug: 'count-3', crowd: EMPTY },
    ];
    const stream = feed.open({ questions: both, board: null }, '192.0.2.1');
    const text = await next(stream.getReader());
    expect(text).toMatch(RETRY);
    expect(text!.replace(RETRY, '')).toBe(
      `event: crowd\nid: 42\ndata: ${JSON.stringify({ question: 'final-3', ...FINAL })}\n\n` +
        `event: crowd\nid: 0\ndata: ${JSON.stringify({ question: 'count-3', ...EMPTY })}\n\n`,
    );
  });

  test('begins with the prices of markets, some of which may have changed since the page was made', async () => {
    const market = { price: { skt: 0.7 }, sets: [], liquidity: 1, makerLossAtMost: 1, trades: 3, version: 3 };
    const questions = [
      { slug: 'final-3', crowd: FINAL, market },
      { slug: 'count-3', crowd: EMPTY, market: null },
    ];
    const text = await next(feed.open({ questions, board: null }, '192.0.2.1').getReader());
    const prices = text!.split('\n\n').filter((message) => message.startsWith('event: market'));
    expect(prices).toEqual([`event: market\ndata: ${JSON.stringify({ question: 'final-3', ...market })}`]);
  });

  test('says which questions have a result, as a page may have missed it', async () => {
    const questions = [
      { slug: 'final-3', crowd: FINAL, resolution: 2 },
      { slug: 'count-3', crowd: EMPTY, resolution: null },
    ];
    const text = await next(feed.open({ questions, board: null }, '192.0.2.1').getReader());
    const results = text!.split('\n\n').filter((message) => message.startsWith('event: resolution'));
    expect(results).toEqual([
      'event: resolution\ndata: {"question":"final-3","version":2,"refresh":{"from":1000,"to":1001}}',
    ]);
  });

  test('without questions still sends its first bytes, so that the browser knows it is open', async () => {
    const text = await next(feed.open({ questions: [], board: null }, '192.0.2.1').getReader());
    expect(text).toMatch(RETRY);
    expect(text!.replace(RETRY, '')).toBe('');
  });

  test('names a delay of one to three seconds, another for each page', async () => {
    const delays = await Promise.all(
      Array.from({ length: 50 }, async () => Number(/\d+/.exec((await next(openReader()))!)![0])),
    );
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(3_000);
    expect(new Set(delays).size).toBeGreaterThan(25);
  });

  test('gets a beat with the versions of its questions every fifteen seconds', async () => {
    const reader = openReader();
    await next(reader);
    const before = reader.read();
    vi.advanceTimersByTime(BEAT_MS - 1);
    expect(await Promise.race([before, Promise.resolve('nothing yet')])).toBe('nothing yet');
    vi.advanceTimersByTime(1);
    expect(new TextDecoder().decode((await before).value)).toBe(BEAT);
    vi.advanceTimersByTime(BEAT_MS);
    expect(await next(reader)).toBe(BEAT);
  });

  test('whose client reads nothing is disconnected once its buffer limit is reached', async () => {
    const disconnect = vi.fn();
    feed.open({ questions: [], board: null }, '192.0.2.1', null, disconnect);
    vi.advanceTimersByTime(63 * BEAT_MS);
    expect([feed.size, disconnect.mock.calls.length]).toEqual([1, 0]);
    vi.advanceTimersByTime(BEAT_MS);
    expect([feed.size, disconnect.mock.calls.length]).toEqual([0, 1]);
    vi.advanceTimersByTime(100 * BEAT_MS);
    expect(disconnect).toHaveBeenCalledOnce();
  });

  test('whose client keeps up stays open, however much is sent', async () => {
    const reader = openReader();
    openReader();
    for (let i = 0; i < 300; i++) {
      vi.advanceTimersByTime(BEAT_MS);
      await next(reader);
    }
    expect(feed.size).toBe(1);
    vi.advanceTimersByTime(BEAT_MS);
    expect(await next(reader)).toBe(BEAT);
  });

  test('that the browser closes is removed', async () => {
    const reader = openReader();
    const other = openReader();
    await reader.cancel();
    expect(feed.size).toBe(1);
    await next(other);
    vi.advanceTimersByTime(BEAT_MS);
    expect(await next(other)).toBe(BEAT);
  });
});

describe('closing the feed', () => {
  test('ends every stream after its pending messages', async () => {
    const disconnect = vi.fn();
    const readers = Array.from({ length: 5 }, () => openReader('192.0.2.1', disconnect));
    feed.close();
    expect(feed.size).toBe(0);
    expect(disconnect).not.toHaveBeenCalled();
    for (const reader of readers) expect(await rest(reader)).toHaveLength(1);
  });

  test('stops all timers and is idempotent', () => {
    feed.close();
    feed.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends a stream that is opened afterwards at once', async () => {
    feed.close();
    const reader = openReader();
    expect(feed.size).toBe(0);
    expect(await rest(reader)).toEqual([]);
  });
});

test('the feed is full at ten thousand streams until one of them ends', async () => {
  const readers = Array.from({ length: MOST_STREAMS - 1 }, (_, i) => openReader(`192.0.2.${i % 200}`));
  expect(feed.isFull('198.51.100.1')).toBe(false);
  readers.push(openReader());
  expect(feed.isFull('198.51.100.1')).toBe(true);
  await readers[0]!.cancel();
  expect(feed.isFull('198.51.100.1')).toBe(false);
});

test('one network address cannot take all streams', () => {
  for (let i = 0; i < MOST_OF_ADDRESS; i++) openReader('192.0.2.1');
  expect(feed.isFull('192.0.2.1')).toBe(true);
  expect(feed.isFull('192.0.2.2')).toBe(false);
});

test('one network address cannot take all boards, and still may open those that it has', () => {
  const watch = (address: string, key: string) => feed.open({ questions: [], board: boardOf(key) }, address);
  for (let i = 0; i < MOST_BOARDS_OF_ADDRESS; i++) {
    expect(feed.isFull('192.0.2.1', `board ${i}`)).toBe(false);
    watch('192.0.2.1', `board ${i}`);
    watch('192.0.2.1', `board ${i}`);
  }
  expect(feed.isFull('192.0.2.1', 'one more')).toBe(true);
  expect(feed.isFull('192.0.2.1', 'board 0')).toBe(false);
  expect(feed.isFull('192.0.2.1')).toBe(false);
  expect(feed.isFull('192.0.2.2', 'one more')).toBe(false);
});
