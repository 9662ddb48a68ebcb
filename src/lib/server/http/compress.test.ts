import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compress } from './compress.ts';

const PAGE = '<p>마지막 두 자리</p>'.repeat(500);
const HTML = { 'content-type': 'text/html', etag: '"a"', 'content-length': String(PAGE.length) };

function ask(accepted: string, method = 'GET'): Request {
  return new Request('http://localhost/', { method, headers: { 'accept-encoding': accepted } });
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
  ['br;q=0, GZIP;q=0.5', 'gzip', gunzipSync],
] as const)('with Accept-Encoding %s a page is sent as %s', async (accepted, coding, unpack) => {
  const response = await compress(ask(accepted), new Response(PAGE, { status: 404, headers: HTML }));
  expect(response.status).toBe(404);
  expect(response.headers.get('content-encoding')).toBe(coding);
  expect(response.headers.get('vary')).toBe('accept-encoding');
  expect(response.headers.get('etag')).toBe('W/"a"');
  const bytes = await bytesOf(response);
  expect(bytes.length).toBeLessThan(PAGE.length / 10);
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect(unpack(bytes).toString()).toBe(PAGE);
});

test.each([
  ['', PAGE],
  ['identity, br;q=0', PAGE],
  ['br', '<p>short</p>'],
])('with Accept-Encoding "%s" a page is sent uncompressed', async (accepted, page) => {
  const response = await compress(ask(accepted), new Response(page, { headers: HTML }));
  expect(response.headers.has('content-encoding')).toBe(false);
  expect(response.headers.get('vary')).toBe('accept-encoding');
  expect(response.headers.get('etag')).toBe('"a"');
  expect(await response.text()).toBe(page);
});

test.each(['application/json', 'application/problem+json', 'application/xml', 'text/csv; charset=utf-8'])(
  'texts of the type %s are compressed',
  async (type) => {
    const response = await compress(ask('br'), new Response(PAGE, { headers: { 'content-type': type } }));
    expect(response.headers.get('content-encoding')).toBe('br');
  },
);

test.each(['image/png', 'text/event-stream'])(
  'an answer of the type %s is passed on untouched',
  async (type) => {
    const response = new Response(PAGE, { headers: { 'content-type': type } });
    expect(await compress(ask('br'), response)).toBe(response);
    expect(response.headers.has('vary')).toBe(false);
  },
);

test('a matching If-None-Match is left to Kit', async () => {
  const request = ask('br');
  request.headers.set('if-none-match', 'W/"a"');
  const response = await compress(request, new Response(PAGE, { headers: HTML }));
  expect(response.headers.get('etag')).toBe('"a"');
  expect(response.headers.has('content-encoding')).toBe(false);
});

test('answers to forms are passed on untouched, and so are those without a body', async () => {
  const answer = new Response(PAGE, { headers: HTML });
  expect(await compress(ask('br', 'POST'), answer)).toBe(answer);
  const empty = new Response(null, { status: 303, headers: { location: '/' } });
  expect(await compress(ask('br'), empty)).toBe(empty);
});
