// Reads that are answered before the app, by the built site over HTTP.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { query } from './records.ts';
import { type Site, until } from '../setup/site.ts';
import { useSite } from './site.ts';

const shared = useSite();
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Scores of a what-if board grow with time. */
const NUMBER = /\d+(?:\.\d+)?/g;

const PAGES = [
  ...['/', '/en', '/questions', '/en/questions/final-3', '/questions/final-3', '/rounds', '/companies/skt'],
  ...['/leaderboard', '/leaderboard?board=all', '/author', '/about', '/about/scoring', '/privacy'],
];
const OTHERS = [
  ...['/api/v1/questions', '/api/v1/questions/final-3', '/api/v1/questions/final-3/crowd'],
  ...['/api/v1/questions/final-3/history', '/api/v1/leaderboard', '/embed/final-3', '/en/embed/final-3'],
  ...['/og/final-3.png', '/feed.xml', '/en/feed.xml', '/sitemap.xml', '/robots.txt', '/healthz'],
  ...['/questions/__data.json?x-sveltekit-invalidated=01', '/en/__data.json'],
];
/** Of the connection, or made anew by each answer. */
const OWN_HEADERS = /^(?:date|connection|keep-alive|transfer-encoding|content-length|etag)$/;

/** Status, headers and body, without what differs between two answers of the app. */
async function answerOf(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(shared.site.url + path, { headers: { accept: 'text/html', ...headers } });
  const all = [...response.headers].filter(([name]) => !OWN_HEADERS.test(name));
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(all.map(([name, value]) => [name, withoutHashes(value)])),
    text: text
      .replaceAll(/ nonce="[^"]*"/g, '')
      .replaceAll(UUID, 'id')
      .replaceAll(NUMBER, '0'),
  };
}

/** A policy's hashes and nonces, both. */
function withoutHashes(policy: string): string {
  return policy.replaceAll(/'(?:nonce|sha256)-[^']*'/g, 'own').replaceAll(/ own own\b/g, ' own');
}

/** Sends a request as it is, on a connection of its own. @returns everything that comes back */
function exchange({ port }: Site, head: string): Promise<string> {
  return new Promise((done, fail) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head}\r\nconnection: close\r\n\r\n`));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.once('close', () => done(answer));
    socket.once('error', fail);
  });
}

/** A new account with a session. @returns its cookie */
async function signIn(handle: string): Promise<string> {
  const secret = randomBytes(20).toString('hex');
  await query(
    shared.site.dataDir,
    `WITH person AS (INSERT INTO account (handle) VALUES ($1) RETURNING id)
     INSERT INTO session (secret_hash, account_id, expires_at, ends_at)
     SELECT $2, id, now() + interval '1 hour', now() + interval '2 hours' FROM person`,
    [handle, createHash('sha256').update(secret).digest('hex')],
  );
  return `session=${secret}`;
}

test.each([...PAGES, ...OTHERS])('%s is stored as the app answers it', async (path) => {
  // Any cookie leads to the app itself.
  const own = await answerOf(path, { cookie: 'theme=dark' });
  expect(own.status).toBe(200);
  const first = await answerOf(path);
  const second = await answerOf(path);
  for (const stored of [first, second]) expect(stored).toEqual(own);
});

test.each([...PAGES, ...OTHERS])('%s has a length, an ETag and an answer to HEAD', async (path) => {
  const url = shared.site.url + path;
  // Two requests within the time of one rendering; where another began between them the next two are.
  await expect
    .poll(async () => {
      const whole = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
      const bytes = (await whole.arrayBuffer()).byteLength;
      expect(whole.headers.get('content-length')).toBe(String(bytes));
      const etag = whole.headers.get('etag') ?? '';
      expect(etag).toMatch(/^(?:W\/)?"[^"]+"$/);
      const head = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
      expect(await head.text()).toBe('');
      const again = await fetch(url, { headers: { 'if-none-match': etag, 'cache-control': 'no-cache' } });
      expect(await again.text()).toBe(again.status === 304 ? '' : expect.any(String));
      return [head.headers.get('etag') === etag, again.status];
    })
    .toEqual([true, 304]);
});

test('what a member sees is in no page that others get', async () => {
  const handle = `member-${randomBytes(4).toString('hex')}`;
  const cookie = await signIn(handle);
  for (const path of PAGES) {
    const { url } = shared.site;
    const own = await fetch(url + path, { headers: { cookie } });
    expect(await own.text(), path).toContain(handle);
    expect(own.headers.get('cache-control'), path).toBe('private, no-store');
    const visitors = await Promise.all([fetch(url + path), fetch(url + path)]);
    for (const page of visitors) expect(await page.text(), path).not.toContain(handle);
    expect(await (await fetch(url + path, { headers: { cookie } })).text(), path).toContain(handle);
  }
});

test('a program that has just forecast finds it in the odds', async () => {
  const { url } = shared.site;
  const odds = `${url}/api/v1/questions/final-3/crowd`;
  const forecastersNow = async () =>
    ((await (await fetch(odds)).json()) as { forecasters: number }).forecasters;
  const before = await forecastersNow();
  const cookie = await signIn(`program-${randomBytes(4).toString('hex')}`);
  const forecast = { 'p.skt': '90', 'p.upstage': '60', 'p.lg': '50', requestId: crypto.randomUUID() };
  const placed = await fetch(`${url}/questions/final-3?/forecast`, {
    method: 'POST',
    headers: { ...FORM, origin: url, cookie },
    body: new URLSearchParams(forecast),
    redirect: 'manual',
  });
  expect(placed.status).toBe(303);
  await until(async () => (await forecastersNow()) === before + 1, 'the forecast in the odds');
});

test('two visitors of one page forecast and join with the same request id', async () => {
  const { url, dataDir } = shared.site;
  const page = await (await fetch(`${url}/questions/final-3`)).text();
  const requestId = /name="requestId" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(url + path, {
      method: 'POST',
      headers: { ...FORM, origin: url, cookie },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  for (const [i, odds] of ['80', '70'].entries()) {
    const forecast = { 'p.skt': odds, 'p.upstage': '60', 'p.lg': String(140 - Number(odds)), requestId };
    const drafted = await post('/questions/final-3?/forecast', forecast);
    expect(drafted.headers.get('location')).toContain('/join');
    const draft = drafted.headers.getSetCookie().map((each) => each.split(';')[0]);
    const person = { handle: `visitor-${i}`, password: 'a password long enough', age14: 'on', terms: 'on' };
    expect((await post('/join', person, draft.join('; '))).status).toBe(303);
  }
  const rows = await query(dataDir, 'SELECT permille FROM forecast WHERE request_id = $1', [requestId]);
  expect(rows).toHaveLength(2);
});

describe('nobody puts anything into the page of others', () => {
  test('by Host or forwarded headers', async () => {
    const { site } = shared;
    const evil = 'x-forwarded-host: evil.example\r\nx-forwarded-proto: https\r\nforwarded: host=evil.example';
    const heads = [`host: evil.example\r\n${evil}`, `host: 127.0.0.1:${site.port}\r\n${evil}`];
    for (const path of ['/', '/en', '/sitemap.xml', '/feed.xml', '/questions/final-3']) {
      const [attacked, own] = await Promise.all(
        heads.map((head) => exchange(site, `GET ${path} HTTP/1.1\r\n${head}`)),
      );
      expect(attacked, path).toContain('http://evil.example');
      expect(own, path).not.toContain('evil.example');
      expect(await (await fetch(site.url + path)).text(), path).not.toContain('evil.example');
    }
  });

  test('by other forms of its address', async () => {
    const { site } = shared;
    const paths = [
      ...[
        '//',
        '/%2e',
        '/./',
        '/en/..',
        '/en/../',
        '/questions/..',
        '/%65n',
        '/?a=evil',
        '/?next=//evil.example',
      ],
      ...[
        '/__data.json?x-sveltekit-invalidated=evil',
        '/?x-sveltekit-invalidated=1',
        '/?/forecast',
        '/index.html',
      ],
    ];
    // The forecasts of the test before may not be in the stored page yet.
    const before = await answerOf('/', { cookie: 'theme=dark' });
    await expect.poll(() => answerOf('/')).toEqual(before);
    for (const path of paths) {
      const head = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${site.port}`;
      expect(await exchange(site, head), path).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
      expect(await answerOf('/'), path).toEqual(before);
    }
  });

  test('by a HEAD, a conditional or a range request that comes first', async () => {
    const { url } = shared.site;
    const headers = { range: 'bytes=0-10', 'if-none-match': '*', 'accept-encoding': 'br;q=0, identity' };
    for (const first of [{ method: 'HEAD' }, { headers }]) {
      await fetch(`${url}/companies/upstage`, first);
      const page = await answerOf('/companies/upstage');
      expect([page.status, page.text.includes('</html>')]).toEqual([200, true]);
    }
  });
});
