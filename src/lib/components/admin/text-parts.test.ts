import { expect, test } from 'vitest';
import { textParts } from './text-parts.ts';

const timesIn = (text: string) => textParts(text).flatMap((part) => (part.isTime ? [part.text] : []));

test('days and instants of a text are times, and all of the text stays', () => {
  const text = '2026-08-18 · 2026-08-18T09:00:00.000Z, 2026-08-18T18:00+09:00';
  expect(timesIn(text)).toEqual(['2026-08-18', '2026-08-18T09:00:00.000Z', '2026-08-18T18:00+09:00']);
  expect(
    textParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

test.each([
  '2026-13-45',
  '2026-02-30',
  '0000-00-00',
  'a@2026-99-99.com',
  '2026-08-18T25:00Z',
  '2026-08-18T1:2Z',
  '',
])('what no calendar has is text: %s', (text) => {
  expect(timesIn(text)).toEqual([]);
  expect(
    textParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
