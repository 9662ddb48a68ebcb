import { expect, test } from 'vitest';
import { atom, sitemap } from './feed.ts';

const feed = {
  self: 'https://a.example/feed.xml',
  site: 'https://a.example/',
  language: 'ko',
  title: '최종 2',
  subtitle: '소식',
  author: '최종 2',
};
const entry = {
  id: 'https://a.example/results/q#1',
  link: 'https://a.example/results/q?a=1&b=2',
  title: 'A < B & "C"\u0007',
  summary: '',
  updated: '2027-02-01T00:00:00.000Z',
};

test('a feed escapes titles and leaves out control characters', () => {
  const xml = atom({ ...feed, entries: [entry] });
  expect(xml).toContain('<title>A &lt; B &amp; &quot;C&quot;</title>');
  expect(xml).toContain('href="https://a.example/results/q?a=1&amp;b=2"');
});

test('a feed is as new as its newest entry, and is valid without entries', () => {
  expect(atom({ ...feed, entries: [entry] }).match(/<updated>/g)).toHaveLength(2);
  expect(atom({ ...feed, entries: [] })).toMatch(/<updated>2025-/);
});

test('a sitemap lists every page in each language, with its alternates', () => {
  const xml = sitemap([
    [
      ['ko', 'https://a.example/'],
      ['en', 'https://a.example/en'],
    ],
  ]);
  expect(xml.match(/<loc>/g)).toHaveLength(2);
  expect(xml.match(/hreflang="x-default" href="https:\/\/a.example\/"/g)).toHaveLength(2);
});
