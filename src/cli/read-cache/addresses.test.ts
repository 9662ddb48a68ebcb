import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { findSharedRead, isAnonymousRead } from './addresses.ts';

function requestWith(headers: Record<string, string>, method = 'GET'): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method, headers });
}

describe('a read that many may share', () => {
  test.each([
    ['/', 1_000],
    ['/en', 1_000],
    ['/questions', 1_000],
    ['/en/questions/final-3', 1_000],
    ['/questions/final-3/market', 1_000],
    ['/en/questions/final-3/market/__data.json', 1_000],
    ['/results/final-3', 1_000],
    ['/companies/skt', 1_000],
    ['/forecasters/Seat_1', 1_000],
    ['/forecasters/%ED%99%8D%EA%B8%B8', 1_000],
    ['/leaderboard?board=final&page=2', 1_000],
    ['/leaderboard?assume=final-3:lg,skt&assume=count-3%3A2', 1_000],
    ['/leaderboard?people=new', 1_000],
    ['/leaderboard/market', 1_000],
    ['/en/leaderboard/market?page=2', 1_000],
    ['/__data.json?x-sveltekit-invalidated=01', 1_000],
    ['/en/__data.json', 1_000],
    ['/questions/final-3/__data.json', 1_000],
    ['/leaderboard/__data.json?board=all&x-sveltekit-invalidated=01', 1_000],
    ['/api/v1/leaderboard?question=final-3', 1_000],
    ['/api/v1/questions/final-3/history', 1_000],
    ['/embed/final-3', 1_000],
    ['/og/final-3.png', 1_000],
    ['/cards/forecast/abcdefghij_-ABCDEFGH12', 1_000],
    ['/en/cards/result/abcdefghij_-ABCDEFGH12', 1_000],
    ['/cards/result/abcdefghij_-ABCDEFGH12.png', 1_000],
    ['/en/feed.xml', 1_000],
    ['/api/v1/questions', 50],
    ['/api/v1/questions/final-3/crowd', 50],
    ['/api/v1/questions/final-3/market', 50],
    ['/healthz', 50],
  ])('%s may be %i ms old', (url, maxAgeMs) => {
    expect(findSharedRead(url)).toEqual({ url, maxAgeMs });
  });

  test.each([
    ['/leaderboard?utm_source=a&board=all&fbclid=b&gclid=', '/leaderboard?board=all'],
    ['/questions/final-3?v=12', '/questions/final-3'],
    ['/og/final-3.png?v=12.1', '/og/final-3.png'],
    ['/?utm_source=a', '/'],
  ])('by a shared link: %s', (url, shared) => {
    expect(findSharedRead(url)?.url).toBe(shared);
  });

  test.each([
    // Of one reader, or never the same.
    '/me',
    '/en/me',
    '/admin',
    '/join',
    '/sign-in?next=/',
    '/live',
    '/live?question=final-3',
    '/_app/immutable/a.js',
    // Unknown parameters.
    '/?',
    '/?a',
    '/questions/final-3?/forecast',
    '/api/v1/questions/final-3/crowd?a=1',
    '/api/v1/leaderboard?utm_source=a',
    '/api/v1/leaderboard?v=1',
    '/api/v1/leaderboard?people=new',
    '/leaderboard?q=seat',
    '/leaderboard/market?q=seat',
    '/questions/final-3/market?event=survives:skt&spend=1',
    '/questions/final-3/market?traded=1',
    '/api/v1/questions/final-3/market/quote?event=survives:skt&spend=1',
    '/api/v1/questions/final-3/market/trades',
    '/leaderboard?board=all&',
    '/leaderboard?Board=all',
    '/leaderboard?utm%5Fsource=a',
    '/?x-sveltekit-invalidated=01',
    '/leaderboard?page=1#a',
    '/leaderboard?page=%00<',
    // Other forms of an address.
    '//questions',
    '/questions/',
    '/questions//final-3',
    '/Questions',
    '/./questions',
    '/en/../questions',
    '/%71uestions',
    '/questions/final-3%2f',
    '/questions/../me',
    '/forecasters/..',
    '/forecasters/%2e%2e',
    '/forecasters/a/b',
    '/en/en/questions',
    '/en//questions',
    '/questions\\final-3',
    '/questions;a=b',
    '/cards/forecast/short',
    '/cards/other/abcdefghij_-ABCDEFGH12',
    '/healthz/__data.json',
    '/feed.xml/__data.json',
    `/forecasters/${'a'.repeat(600)}`,
  ])('is not %s', (url) => {
    expect(findSharedRead(url)).toBeNull();
  });
});

describe('an anonymous read', () => {
  test.each([
    ['GET', {}, true],
    ['HEAD', { 'accept-encoding': 'br', range: 'bytes=0-1' }, true],
    ['POST', {}, false],
    ['OPTIONS', {}, false],
    ['GET', { cookie: '' }, false],
    ['GET', { cookie: 'theme=dark' }, false],
    ['GET', { authorization: 'Basic YTpi' }, false],
    ['GET', { 'content-length': '3' }, false],
    ['GET', { 'transfer-encoding': 'chunked' }, false],
  ] as const)('%s with %o: %s', (method, headers, expected) => {
    expect(isAnonymousRead(requestWith(headers, method))).toBe(expected);
  });
});
