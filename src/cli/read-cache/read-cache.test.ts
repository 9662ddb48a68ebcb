import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { serverStats } from '#lib/server/platform/metrics/server-stats.ts';
import type { Handler } from '../overload.ts';
import { createReadCache } from './read-cache.ts';
import { sendStored } from './send.ts';

const PAGE = `<p>${'마지막 두 자리 '.repeat(300)}</p>`;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Serves a cache in front of an app. */
async function serve(app: Handler, origin: string | null = null) {
  const cache = createReadCache({ origin }, app);
  const listener: RequestListener = (req, res) => {
    const stored = cache.find(req);
    if (stored) return sendStored(req, res, stored);
    Promise.try(cache.handler, req, res, () => undefined).catch(() => res.writeHead(500).end());
  };
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    /** `fetch` knows only the Host of its address. */
    async getAs(host: string, path: string) {
      const [response] = await once(get({ port, path, headers: { host }, agent: false }), 'response');
      return text(response as IncomingMessage);
    },
    get: async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
      const response = await fetch(url + path, { headers, method, redirect: 'manual' });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
  };
}

/** An app whose n-th answer says n. */
function counting(headers: Record<string, string> = {}, status = 200) {
  const seen: { url: string | undefined; method: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const app: Handler = (req, res) => {
    seen.push({ url: req.url, method: req.method, headers: req.headers });
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(seen.length));
  };
  return { app, seen };
}

/** The client closes the connection after a HEAD. */
function withoutConnection(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !/^(?:connection|keep-alive|date)$/.test(name)));
}

/** An app that answers when it is told to. */
function held() {
  const waiting: ((text: string) => void)[] = [];
  const app: Handler = (_req, res) => void waiting.push((text) => res.writeHead(200).end(text));
  return { app, waiting };
}

describe('a stored response', () => {
  test('is sent until its time is over', async () => {
    const { get } = await serve(counting().app);
    expect((await get('/questions')).text).toBe('1');
    vi.advanceTimersByTime(999);
    expect((await get('/questions')).text).toBe('1');
    vi.advanceTimersByTime(1);
    expect((await get('/questions')).text).toBe('2');
    expect((await get('/healthz')).text).toBe('3');
    vi.advanceTimersByTime(50);
    expect((await get('/healthz')).text).toBe('4');
  });

  test('is as old as its rendering, not as its end', async () => {
    const { app, waiting } = held();
    const { get } = await serve(app);
    const first = get('/questions');
    await expect.poll(() => waiting.length).toBe(1);
    vi.advanceTimersByTime(600);
    waiting[0]!('old');
    expect((await first).text).toBe('old');
    vi.advanceTimersByTime(400);
    const second = get('/questions');
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]!('new');
    expect((await second).text).toBe('new');
  });

  test('goes to nobody with a cookie or credentials, and theirs to nobody else', async () => {
    const { app, seen } = counting();
    const { get } = await serve(app);
    expect((await get('/', { cookie: 'session=a' })).text).toBe('1');
    expect((await get('/')).text).toBe('2');
    expect((await get('/', { cookie: 'a=b' })).text).toBe('3');
    expect((await get('/', { authorization: 'Basic YTpi' })).text).toBe('4');
    expect((await get('/')).text).toBe('2');
    expect(seen.map(({ headers }) => headers.cookie)).toEqual(['session=a', undefined, 'a=b', undefined]);
  });

  test('depends on nothing but the address', async () => {
    const { app, seen } = counting();
    const { get } = await serve(app, 'https://final.example');
    const headers = {
      'accept-language': 'en',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '10.0.0.1',
      'x-final-two-protocol': 'evil',
      'x-http-method-override': 'POST',
      accept: 'text/evil',
      range: 'bytes=0-1',
    };
    expect((await get('/?utm_source=evil', headers, 'HEAD')).status).toBe(200);
    expect((await get('/')).text).toBe('1');
    expect(seen).toEqual([
      { url: '/', method: 'GET', headers: { accept: 'text/html', host: 'final.example' } },
    ]);
  });

  test('belongs to one Host where each Host is its own origin', async () => {
    const { app, seen } = counting();
    const { getAs } = await serve(app);
    const hosts = ['final.example', 'evil.example', 'final.example', 'final.example:80'];
    const answers: string[] = [];
    for (const host of hosts) answers.push(await getAs(host, '/'));
    expect(answers).toEqual(['1', '2', '1', '3']);
    const common = { accept: 'text/html', 'x-final-two-protocol': 'http' };
    expect(seen.map(({ headers }) => headers)).toEqual(
      ['final.example', 'evil.example', 'final.example:80'].map((host) => ({ ...common, host })),
    );
  });

  test('has a length, an ETag, and a body for GET alone', async () => {
    const app: Handler = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', vary: 'accept-encoding' }).end(PAGE);
    };
    const { get } = await serve(app);
    const length = { identity: Buffer.byteLength(PAGE), br: 0, gzip: 0 };
    const tags = new Set<string | null>();
    for (const coding of ['identity', 'br', 'gzip'] as const) {
      const whole = await get('/', { 'accept-encoding': coding });
      expect(whole.text).toBe(PAGE);
      expect(whole.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
      length[coding] = Number(whole.headers.get('content-length'));
      tags.add(whole.headers.get('etag'));
      const head = await get('/', { 'accept-encoding': coding }, 'HEAD');
      expect(head.text).toBe('');
      expect(withoutConnection(head.headers)).toEqual(withoutConnection(whole.headers));
      const known = { 'accept-encoding': coding, 'if-none-match': `"a", ${whole.headers.get('etag')!}` };
      const same = await get('/', known);
      expect([same.status, same.text, same.headers.get('content-encoding')]).toEqual([304, '', null]);
      expect(same.headers.get('vary')).toBe('accept-encoding');
      expect((await get('/', { ...known, 'if-none-match': 'W/"other"' })).status).toBe(200);
    }
    expect(tags.size).toBe(1);
    expect(length.identity).toBe(Buffer.byteLength(PAGE));
    expect(length.br).toBeLessThan(length.gzip);
    const refused = await get('/', { 'accept-encoding': 'br;q=0, gzip;q=0.0' });
    expect(refused.headers.get('content-encoding')).toBeNull();
  });
});

describe('a rendering', () => {
  test('serves all who wait for it, and goes on when they leave', async () => {
    const { app, waiting } = held();
    const { get } = await serve(app);
    const readers = Array.from({ length: 20 }, () => get('/questions'));
    await expect.poll(() => waiting.length).toBe(1);
    waiting[0]!('shared');
    expect(new Set((await Promise.all(readers)).map(({ text }) => text))).toEqual(new Set(['shared']));
    expect(waiting).toHaveLength(1);
  });

  test('is not joined by who comes when it is too old for them', async () => {
    const { app, waiting } = held();
    const { get } = await serve(app);
    const early = get('/questions');
    await expect.poll(() => waiting.length).toBe(1);
    vi.advanceTimersByTime(1_000);
    const late = get('/questions');
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]!('new');
    expect((await late).text).toBe('new');
    waiting[0]!('old');
    expect((await early).text).toBe('old');
    // The older one, which ended last, does not take the place of the newer.
    expect((await get('/questions')).text).toBe('new');
  });

  test('that fails is not stored, nor does it stop the next', async () => {
    let isBroken = true;
    const app: Handler = (_req, res) => {
      if (isBroken) throw new Error('broken');
      res.writeHead(200).end('whole');
    };
    const { get } = await serve(app);
    const failed = await Promise.all([get('/questions'), get('/questions')]);
    expect(failed.map(({ status }) => status)).toEqual([500, 500]);
    isBroken = false;
    expect((await get('/questions')).text).toBe('whole');
  });

  test.each([301, 404, 500, 503])('with the status %i is not stored', async (status) => {
    const { get } = await serve(counting({}, status).app);
    expect(await get('/questions')).toMatchObject({ status, text: '1' });
    expect(await get('/questions')).toMatchObject({ status, text: '2' });
  });

  test('that sets a cookie is made for each reader', async () => {
    const { app, seen } = counting({ 'set-cookie': 'a=b' });
    const { get } = await serve(app);
    expect((await get('/questions', { 'accept-language': 'en' })).headers.get('set-cookie')).toBe('a=b');
    expect(seen.at(-1)?.headers['accept-language']).toBe('en');
    const [one, other] = await Promise.all([get('/questions'), get('/questions')]);
    expect(one.text).not.toBe(other.text);
  });
});

test('ten thousand different addresses take bounded memory, and leave pages that are read where they are', async () => {
  const stats = serverStats();
  let rendered = 0;
  const app: Handler = (req, res) => {
    if (req.url === '/') rendered += 1;
    res.writeHead(200).end(req.url!.padEnd(20_000));
  };
  const { get } = await serve(app);
  for (let n = 0; n < 10_000; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, i) => get(`/leaderboard?page=${n + i}`)));
    await get('/');
  }
  expect(rendered).toBe(1);
  expect(stats.cacheEntries).toBeLessThan(1_000);
  expect(stats.cacheBytes).toBeLessThanOrEqual(32 * 1024 * 1024);
});
