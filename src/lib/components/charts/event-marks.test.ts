import { expect, test } from 'vitest';
import type { EventView } from '#lib/view/contest.ts';
import { markEvents, roomOf } from './event-marks.ts';

const SPAN = {
  from: Date.parse('2026-08-18T12:00:00+09:00'),
  until: Date.parse('2026-08-28T12:00:00+09:00'),
};

function event(on: string, time: string | null = null): EventView {
  const title = { ko: on, en: on };
  return { slug: `${on}-${time}`, on, time, title, url: 'https://example.com', kind: 'press', round: 3 };
}

const marksOf = (...newestFirst: EventView[]) =>
  markEvents(newestFirst, SPAN).map(({ event, number, share, tier }) => [
    event.on.slice(-2),
    number,
    Math.round(100 * share),
    tier,
  ]);

test('events are numbered in the order of time, each at its place', () => {
  expect(marksOf(event('2026-08-26'), event('2026-08-23', '12:00'))).toEqual([
    ['23', 1, 50, 0],
    ['26', 2, 75, 0],
  ]);
});

test('events before the axis begins, or after it ends, have no number', () => {
  expect(
    marksOf(event('2026-08-29'), event('2026-08-28', '13:00'), event('2026-08-20'), event('2026-08-17')),
  ).toEqual([['20', 1, 15, 0]]);
});

test('an event of the day on which the axis begins is on it, unless its time is known to be before', () => {
  expect(marksOf(event('2026-08-18'))).toEqual([['18', 1, 0, 0]]);
  expect(marksOf(event('2026-08-18', '11:59'))).toEqual([]);
});

test('marks that would touch stand below each other', () => {
  const close = [event('2026-08-22'), event('2026-08-21', '09:00'), event('2026-08-21'), event('2026-08-18')];
  expect(marksOf(...close).map(([, number, , tier]) => [number, tier])).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 0],
  ]);
});

const roomsOf = (...newestFirst: EventView[]) =>
  markEvents(newestFirst, SPAN).map((mark, _, marks) => {
    const { from, until, above, below } = roomOf(mark, marks);
    return [Math.round(100 * from), Math.round(100 * until), above, below];
  });

test('a mark alone can be pressed as far around it as a finger needs', () => {
  expect(roomsOf(event('2026-08-23', '12:00'))).toEqual([[40, 60, true, true]]);
});

test('between marks beside each other the room ends halfway', () => {
  expect(roomsOf(event('2026-08-24', '18:00'), event('2026-08-23', '12:00'))).toEqual([
    [40, 56, true, true],
    [56, 73, true, true],
  ]);
});

test('marks below each other leave each other their lines', () => {
  expect(roomsOf(event('2026-08-23', '13:00'), event('2026-08-23', '12:00'))).toEqual([
    [40, 60, true, false],
    [40, 60, false, true],
  ]);
});
