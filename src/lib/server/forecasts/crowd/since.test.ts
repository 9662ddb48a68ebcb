import { expect, test } from 'vitest';
import { isAfter } from './since.ts';

// 08:30 in Korea on 20 August
const FORECAST = new Date('2026-08-19T23:30:00Z');

test.each([
  ['an earlier day', { on: '2026-08-19', time: null }, false],
  ['the same day, at no known time', { on: '2026-08-20', time: null }, false],
  ['the next day', { on: '2026-08-21', time: null }, true],
  ['the same minute', { on: '2026-08-20', time: '08:30' }, false],
  ['a later minute of the same day', { on: '2026-08-20', time: '08:31' }, true],
  ['an earlier minute of the same day', { on: '2026-08-20', time: '08:29' }, false],
  ['late on an earlier day', { on: '2026-08-19', time: '23:59' }, false],
])('an event of %s', (_, event, after) => {
  expect(isAfter(event, FORECAST)).toBe(after);
});
