import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { until } from '../setup/site.ts';
import { useSite } from './site.ts';

const shared = useSite();
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

test('answers that are no pages are right in status, type and language', async () => {
  const { url } = shared.site;

  const head = await fetch(`${url}/live`, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-type')).toContain('text/event-stream');

  const method = await fetch(`${url}/api/v1/questions`, { method: 'DELETE', headers: { origin: url } });
  expect(method.status).toBe(401);
  expect(method.headers.get('content-type')).toContain('application/problem+json');
  const missing = await fetch(`${url}/api/v1/questions/%00`);
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ code: 'question-not-found' });

  const foreign = { ...FORM, origin: 'https://evil.example' };
  const refused = await fetch(`${url}/sign-in`, { method: 'POST', headers: foreign, body: 'login=a' });
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('이 사이트에서 보낸 것이 아니라서');
  const english = await fetch(`${url}/en/sign-in`, { method: 'POST', headers: foreign, body: 'login=a' });
  expect(await english.text()).toContain('did not come from this site');

  // Kit looks these names up in objects that have a prototype.
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'default', 'nothing']) {
    const headers = { ...FORM, origin: url };
    const answer = await fetch(`${url}/join?/${name}`, { method: 'POST', headers, body: 'handle=a' });
    expect([name, answer.status]).toEqual([name, 404]);
  }
  for (const name of ['toString/x', 'constructor/x', '__proto__/x', 'nothing']) {
    expect([name, (await fetch(`${url}/_app/remote/${name}`)).status]).toEqual([name, 404]);
  }
  for (const rows of ['1.005', '0', '-1', '101', '1e1', '', 'many']) {
    const answer = await fetch(`${url}/live?rows=${rows}`);
    expect([rows, answer.status]).toEqual([rows, 400]);
    expect(await answer.json()).toMatchObject({ errors: [{ field: 'rows' }] });
  }

  const unknown = await fetch(`${url}/no-such-page`, { headers: { accept: 'text/html' } });
  expect(unknown.status).toBe(404);
  expect(unknown.headers.get('content-type')).toContain('text/html');
  // The answers to a visitor do not reveal which admin pages exist.
  const adminPaths = ['/admin', '/admin/', '/admin/questions/count-3/resolve', '/admin/no-such-page'];
  const answers = await Promise.all(
    adminPaths.map(async (path) => {
      const answer = await fetch(url + path, { headers: { accept: 'text/html' }, redirect: 'manual' });
      return [answer.status, answer.headers.get('content-type'), await answer.text()];
    }),
  );
  expect(new Set(answers.map(String)).size).toBe(1);
  expect(answers[0]).toEqual([404, 'text/plain; charset=utf-8', expect.stringContaining('이 주소에는')]);
});

test('a thousand pages that connect at once all get their stream', async () => {
  const { url } = shared.site;
  const streams = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const response = await fetch(`${url}/live?question=final-3`);
      const reader = response.body?.getReader();
      const first = await reader?.read();
      void reader?.cancel();
      return { status: response.status, text: new TextDecoder().decode(first?.value) };
    }),
  );
  expect(streams.filter(({ status }) => status !== 200)).toEqual([]);
  expect(streams.every(({ text }) => text.includes('retry:'))).toBe(true);
});

test('joining in English leads to the English site', async () => {
  const { url } = shared.site;
  const person = new URLSearchParams({
    handle: 'english-reader',
    email: 'reader@example.com',
    password: 'a password long enough',
    age14: 'on',
    terms: 'on',
  });
  const joined = await fetch(`${url}/en/join`, {
    method: 'POST',
    headers: { ...FORM, origin: url },
    body: person.toString(),
    redirect: 'manual',
  });
  expect([joined.status, joined.headers.get('location')]).toEqual([303, '/en/']);
});

test('the security log names accounts by id and addresses by hash, and nothing that was typed', async () => {
  const { site } = shared;
  const post = (path: string, fields: Record<string, string>, origin = site.url, cookie = '') =>
    fetch(site.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...FORM, origin, cookie },
      body: new URLSearchParams(fields),
    });
  const lines = () =>
    site
      .stdout()
      .split('\n')
      .filter((line) => line.includes('"log":"security"'));
  const person = { handle: 'logged-reader', password: 'words that nobody guesses' };
  expect((await post('/join', { ...person, age14: 'on', terms: 'on' })).status).toBe(303);
  expect((await post('/sign-in', { login: person.handle, password: person.password })).status).toBe(303);
  expect((await post('/sign-in', { login: person.handle, password: 'words that are wrong' })).status).toBe(
    400,
  );
  const session = (await post('/sign-in', { login: person.handle, password: person.password })).headers;
  const cookie = session
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const deletion = { handle: person.handle, password: 'words of a thief' };
  expect((await post('/me/delete', deletion, site.url, cookie)).status).toBe(400);
  expect((await post('/join', person, 'https://evil.example')).status).toBe(403);

  const isDenied = () => {
    const refused = lines().findIndex((line) => line.includes('/me/delete'));
    return (
      refused >= 0 &&
      lines()
        .slice(refused)
        .some((line) => line.includes('cross-origin'))
    );
  };
  await until(isDenied, 'the denial in the log');
  const last = lines()
    .slice(-6)
    .map((line) => JSON.parse(line) as object);
  const addressKey = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
  expect(last).toMatchObject([
    { event: 'join', accountId: expect.any(Number) as number, addressKey },
    { event: 'sign-in', accountId: expect.any(Number) as number, addressKey },
    { event: 'failure', accountId: null, addressKey, reason: '/sign-in' },
    { event: 'sign-in', accountId: expect.any(Number) as number, addressKey },
    { event: 'failure', accountId: expect.any(Number) as number, addressKey, reason: '/me/delete' },
    { event: 'denial', accountId: null, addressKey, reason: 'cross-origin /join' },
  ]);
  expect(JSON.stringify(last)).not.toMatch(/logged-reader|words|127\.0\.0\.1/);
});

test('a signed-in page is not stored, and signing out makes the browser remove what it has of the site', async () => {
  const { url } = shared.site;
  const post = (path: string, body: Record<string, string>, cookie = '') => {
    const headers = { ...FORM, origin: url, cookie };
    return fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams(body),
    });
  };
  const person = { handle: 'leaving-reader', password: 'words that nobody guesses' };
  const joined = await post('/join', { ...person, age14: 'on', terms: 'on' });
  const cookie = joined.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const page = await fetch(`${url}/me`, { headers: { cookie } });
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  const left = await post('/sign-out', {}, cookie);
  expect([left.status, left.headers.get('clear-site-data')]).toEqual([303, '"cache", "storage"']);
});

test('a connection that sends a hundred requests without waiting is ended, and the site goes on', async () => {
  const { url, port } = shared.site;
  const send = async (count: number) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /healthz HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`.repeat(count - 1));
    socket.write(`GET /healthz HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`);
    const answers = await text(socket).catch(() => '');
    return answers.split('HTTP/1.1 200').length - 1;
  };
  expect(await send(8)).toBe(8);
  expect(await send(100)).toBeLessThan(100);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
