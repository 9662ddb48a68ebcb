// `/metrics` of the built site: what it counts, and to whom it is there.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { parseMetrics } from '../setup/prometheus.ts';
import { until } from '../setup/site.ts';
import { useSite } from './site.ts';

const TOKEN = 'a-token-of-an-operator';

/** By node:http, because fetch does not send a `Host` of one's own. */
function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; type: string; body: string }>((done, fail) => {
    const sent = request(`${url}/metrics`, { method, headers }, (response) => {
      const { statusCode = 0, headers: got } = response;
      const answer = { status: statusCode, type: got['content-type'] ?? '' };
      text(response).then((body) => done({ ...answer, body }), fail);
    });
    sent.on('error', fail).end();
  });
}

describe('on a machine without a proxy', () => {
  const shared = useSite();

  test('programs of this machine read them, in the format of Prometheus', async () => {
    const { status, type, body } = await get(shared.site.url);
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)]);
    const samples = parseMetrics(body);
    expect(samples.get('postgres_pool_connections{pool="primary",state="waiting"}')).toBe(0);
    expect(samples.has('nodejs_eventloop_lag_seconds')).toBe(true);
    expect(await get(shared.site.url, {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    ['came through a proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ['came through a proxy that says so otherwise', { forwarded: 'for=192.0.2.1' }],
    ['has the host name of a page elsewhere', { host: 'evil.example' }],
    ['has a token where there is none', { host: 'evil.example', authorization: 'Bearer null' }],
  ])('there is nothing for a request that %s', async (_, headers) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, body } = await get(shared.site.url, headers, method);
      expect([status, body.includes('http_requests_total')]).toEqual([404, false]);
    }
  });

  test('requests are counted by route, also those that never reach the app', async () => {
    const { url } = shared.site;
    const count = async (labels: string) =>
      parseMetrics((await get(url)).body).get(`http_requests_total{${labels}}`) ?? 0;
    const before = {
      question: await count('route="/questions/[slug]",method="GET",status="200"'),
      missing: await count('route="none",method="GET",status="404"'),
      refused: await count('route="none",method="POST",status="413"'),
    };
    for (const path of ['/questions/final-3', '/en/questions/final-3', '/questions/count-3', '/no-such-page'])
      await (await fetch(url + path)).arrayBuffer();
    const huge = { method: 'POST', body: 'x'.repeat(100_000), headers: { origin: url } };
    await fetch(`${url}/sign-in`, huge).catch(() => null);
    await until(
      async () => (await count('route="none",method="POST",status="413"')) === before.refused + 1,
      'the refusal',
    );
    expect(await count('route="/questions/[slug]",method="GET",status="200"')).toBe(before.question + 3);
    expect(await count('route="none",method="GET",status="404"')).toBe(before.missing + 1);
    const { body } = await get(url);
    expect(body).not.toMatch(/final-3|no-such-page/);
    expect(parseMetrics(body).get('http_request_duration_seconds_count{kind="page"}')).toBeGreaterThan(2);
  });

  test('reads from stored responses are counted as such, with their route', async () => {
    const { url } = shared.site;
    const read = async () => {
      const samples = parseMetrics((await get(url)).body);
      const route = 'http_requests_total{route="/about",method="GET",status="200"}';
      return ['read_cache_total{outcome="hit"}', route].map((name) => samples.get(name) ?? 0);
    };
    const [hits = 0, pages = 0] = await read();
    let sent = 0;
    await until(async () => {
      await (await fetch(`${url}/about`)).arrayBuffer();
      sent += 1;
      return (await read())[0]! > hits;
    }, 'a read from a stored response');
    await until(async () => (await read())[1] === pages + sent, 'the pages');
    expect(parseMetrics((await get(url)).body).get('read_cache_bytes')).toBeGreaterThan(0);
  });

  test('an event stream is open, and is counted as a request when it ends', async () => {
    const { url } = shared.site;
    const value = async (name: string) => parseMetrics((await get(url)).body).get(name) ?? 0;
    const ended = 'http_requests_total{route="/live",method="GET",status="200"}';
    const [open, before] = [await value('live_streams'), await value(ended)];
    const stop = new AbortController();
    const stream = await fetch(`${url}/live`, { signal: stop.signal });
    expect(stream.status).toBe(200);
    expect([await value('live_streams'), await value(ended)]).toEqual([open + 1, before]);
    stop.abort();
    await until(async () => (await value(ended)) === before + 1, 'the end of the stream');
    expect(await value('live_streams')).toBe(open);
  });
});

describe('behind a proxy', () => {
  const shared = useSite({
    ORIGIN: 'https://final.example',
    ADDRESS_HEADER: 'x-client-address',
    METRICS_TOKEN: TOKEN,
  });

  test('only who has the token reads them', async () => {
    const { url } = shared.site;
    const statuses = async (headers: Record<string, string>) => [
      (await get(url, headers)).status,
      (await get(url, headers, 'HEAD')).status,
    ];
    expect(await statuses({})).toEqual([404, 404]);
    expect(await statuses({ host: 'localhost' })).toEqual([404, 404]);
    expect(await statuses({ authorization: `Bearer ${TOKEN}x` })).toEqual([404, 404]);
    expect(await statuses({ authorization: `Bearer ${TOKEN}` })).toEqual([200, 200]);
  });
});
