import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { mayScrape } from './access.ts';

const TOKEN = 'a-token-of-an-operator';
const ALONE = { origin: null, addressHeader: null, metricsToken: null };
const WITH_TOKEN = { ...ALONE, metricsToken: TOKEN };

const from = (remoteAddress: string | undefined, headers: IncomingHttpHeaders = {}) => ({
  remoteAddress,
  headers: { host: '127.0.0.1:3000', ...headers },
});

describe('without a token', () => {
  test.each(['127.0.0.1', '127.8.9.1', '::ffff:127.0.0.1', '::1'])('%s is this machine', (address) => {
    expect(mayScrape(from(address), ALONE)).toBe(true);
  });

  test.each(['192.0.2.1', '::ffff:192.0.2.1', '10.127.0.0', '2001:db8::1', '', undefined])(
    '%s is another machine, or nobody knows',
    (address) => {
      expect(mayScrape(from(address), ALONE)).toBe(false);
    },
  );

  test.each(['localhost', 'localhost:3000', '[::1]:3000', '127.0.0.1'])('Host may be %s', (host) => {
    expect(mayScrape(from('127.0.0.1', { host }), ALONE)).toBe(true);
  });

  test.each([
    'example.com',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '10.0.0.1:3000',
    '',
    undefined,
  ])('Host may not be %s: its domain name leads here from elsewhere', (host) => {
    expect(mayScrape(from('127.0.0.1', { host }), ALONE)).toBe(false);
  });

  test.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'cf-connecting-ip',
    'true-client-ip',
  ])('a request with %s came through a proxy', (name) => {
    expect(mayScrape(from('127.0.0.1', { [name]: '127.0.0.1' }), ALONE)).toBe(false);
  });

  test('nobody may where a proxy is configured', () => {
    expect(mayScrape(from('127.0.0.1'), { ...ALONE, addressHeader: 'x-client' })).toBe(false);
    expect(mayScrape(from('127.0.0.1'), { ...ALONE, origin: 'https://example.com' })).toBe(false);
  });
});

describe('with a token', () => {
  const config = { origin: 'https://example.com', addressHeader: 'x-forwarded-for', metricsToken: TOKEN };
  const sends = (authorization: string) =>
    mayScrape(from('192.0.2.1', { host: 'example.com', via: '1.1 proxy', authorization }), config);

  test('everybody who has it may', () => {
    expect([`Bearer ${TOKEN}`, `bearer  ${TOKEN}`].map(sends)).toEqual([true, true]);
  });

  test.each([
    '',
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    TOKEN,
    'Bearer wrong',
    `Bearer ${TOKEN} `,
    `Bearer ${TOKEN}x`,
  ])('“%s” is refused', (authorization) => {
    expect(sends(authorization)).toBe(false);
  });

  test('this machine still needs none', () => {
    expect(mayScrape(from('127.0.0.1'), WITH_TOKEN)).toBe(true);
    expect(mayScrape(from('192.0.2.1'), WITH_TOKEN)).toBe(false);
  });

  test('an empty one does not open a site that has none', () => {
    for (const authorization of ['Bearer ', 'Bearer null', 'Bearer undefined'])
      expect(mayScrape(from('192.0.2.1', { authorization }), ALONE)).toBe(false);
  });
});
