import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, type Site } from '../setup/site.ts';
import { startSeededSite, useSite } from './site.ts';

const shared = useSite();
const STRICTEST = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
/** nginx's default buffer for the headers of a response. */
const PROXY_BUFFER_BYTES = 4096;
const PROTECTED = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
};

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries(response.headers);
}

/** Sends bytes as they are and gives everything that comes back until the connection closes. */
function exchange(site: Site, bytes: string): Promise<string> {
  return new Promise((done, fail) => {
    let answer = '';
    const socket = connect(site.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.once('close', () => done(answer));
    socket.once('error', fail);
  });
}

function findScript(): string {
  const folder = '_app/immutable/entry';
  const file = readdirSync(join(ROOT, 'build/client', folder)).find((name) => name.endsWith('.js'));
  return `/${folder}/${file}`;
}

describe('security headers', () => {
  test('are on static files, pages and errors alike', async () => {
    const { site } = shared;
    const script = await fetch(site.url + findScript());
    expect(script.status).toBe(200);
    expect(headersOf(script)).toMatchObject({ ...PROTECTED, 'content-security-policy': STRICTEST });

    const pages = [
      [{}, /script-src 'self' 'sha256-[^;]*; style-src 'self' 'sha256-/],
      [{ cookie: 'session=none' }, /script-src 'self' 'nonce-[^;]*; style-src 'self' 'nonce-/],
    ] as const;
    for (const [headers, policy] of pages) {
      const page = await fetch(`${site.url}/`, { headers });
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headersOf(page)).toMatchObject(PROTECTED);
      expect(page.headers.get('content-security-policy')).toMatch(policy);
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(page.headers.has('strict-transport-security')).toBe(false);
    }

    const missing = await fetch(`${site.url}/nothing-here.js`);
    expect(missing.status).toBe(404);
    expect(headersOf(missing)).toMatchObject(PROTECTED);
    expect(missing.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('pages come compressed like static files, the stream of live odds does not', async () => {
    const { url } = shared.site;
    const codingOf = async (path: string) => {
      const response = await fetch(url + path, { headers: { 'accept-encoding': 'gzip' } });
      await response.body?.cancel();
      return response.headers.get('content-encoding');
    };
    const paths = ['/', '/questions/final-3', '/questions/__data.json', '/feed.xml', findScript(), '/live'];
    expect(await Promise.all(paths.map(codingOf))).toEqual([...Array<string>(5).fill('gzip'), null]);

    const feed = await fetch(`${url}/feed.xml`);
    const again = { 'if-none-match': feed.headers.get('etag') ?? '' };
    expect((await fetch(`${url}/feed.xml`, { headers: again })).status).toBe(304);
  });

  test('a page has no more headers than a proxy takes by default', async () => {
    const { url } = shared.site;
    for (const path of ['/', '/questions/final-3', '/rounds', '/leaderboard']) {
      const page = await fetch(url + path);
      const bytes = [...page.headers].reduce((sum, header) => sum + header.join(': ').length + 2, 0);
      expect(bytes, path).toBeLessThan(PROXY_BUFFER_BYTES / 2);
    }
  });

  test('ask for https only where the origin is https', async () => {
    const site = await startSeededSite({ env: { ORIGIN: 'https://final.example' } });
    const response = await fetch(site.url + findScript());
    expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8,}; includeSubDomains$/);
    expect(site.stdout(), 'behind a proxy it needs another setting').toContain('ADDRESS_HEADER is not set');
  });
});

describe('a broken request gets a protected 4xx and does not end the server:', () => {
  test('bytes that are not HTTP, addresses and hosts that are none, bodies that are too large', async () => {
    const { site } = shared;
    const host = 'host: localhost\r\nconnection: close\r\n';
    const requests: [bytes: string, status: number][] = [
      ['hello\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nhost: a/b?c\r\nconnection: close\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nhost: user@evil.example\r\nconnection: close\r\n\r\n', 400],
      [`GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`, 400],
      [`OPTIONS * HTTP/1.1\r\n${host}\r\n`, 400],
      [`GET / HTTP/1.1\r\n${host}x: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      [`POST / HTTP/1.1\r\n${host}content-length: 70000\r\n\r\n${'x'.repeat(70_000)}`, 413],
      [`POST / HTTP/1.1\r\n${host}content-length: many\r\n\r\n`, 400],
    ];
    for (const [bytes, status] of requests) {
      const answer = await exchange(site, bytes);
      expect(answer.split('\r\n')[0], bytes.slice(0, 60)).toContain(`HTTP/1.1 ${status} `);
      expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
    }
    expect((await fetch(`${site.url}/`)).status).toBe(200);
  });

  test('a percent sign that encodes nothing', async () => {
    const request = 'GET /%E0%A4%A HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n';
    expect(await exchange(shared.site, request)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await fetch(`${shared.site.url}/`)).status).toBe(200);
  });

  test('ten megabytes, of which the sender hears why they are refused', async () => {
    const { site } = shared;
    const body = 'x'.repeat(10_000_000);
    const response = await fetch(`${site.url}/api/v1/questions`, { method: 'POST', body });
    expect(response.status).toBe(413);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 413, code: 'body-too-large' });
  });
});
