import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventView } from '#lib/types/contest.ts';
import { MIN_TARGET_PX, marksOn, type NumberedEvent, numberEvents } from './event-marks.ts';

const SPAN = {
  from: Date.parse('2026-08-18T12:00:00+09:00'),
  until: Date.parse('2026-08-28T12:00:00+09:00'),
};

function event(on: string, time: string | null = null): EventView {
  const title = { ko: on, en: on };
  return { slug: `${on}-${time}`, on, time, title, url: 'https://example.com', kind: 'press', round: 3 };
}

describe('numberEvents', () => {
  const numbered = (...newestFirst: EventView[]) =>
    numberEvents(newestFirst, SPAN).map(({ event, number, share }) => [
      event.on.slice(-2),
      number,
      Math.round(100 * share),
    ]);

  test('numbers events in the order of time, each at its place', () => {
    expect(numbered(event('2026-08-26'), event('2026-08-23', '12:00'))).toEqual([
      ['23', 1, 50],
      ['26', 2, 75],
    ]);
  });

  test('gives no number to events before the axis begins, or after it ends', () => {
    const outside = [event('2026-08-29'), event('2026-08-28', '13:00')];
    expect(numbered(...outside, event('2026-08-20'), event('2026-08-17'))).toEqual([['20', 1, 15]]);
  });

  test('an event of the day on which the axis begins is on it, unless its time is known to be before', () => {
    expect(numbered(event('2026-08-18'))).toEqual([['18', 1, 0]]);
    expect(numbered(event('2026-08-18', '11:59'))).toEqual([]);
  });
});

describe('marksOn', () => {
  /** An axis on which a hundredth is one px. */
  const AXIS_PX = 100;
  const at = (...hundredths: number[]) =>
    hundredths.map((px, i): NumberedEvent => ({
      event: event(`${i}`),
      number: i + 1,
      at: px,
      share: px / 100,
    }));
  const marksAt = (...hundredths: number[]) =>
    marksOn(at(...hundredths), AXIS_PX).map(({ events, share }) => [
      events.map(({ number }) => number).join(),
      Math.round(100 * share),
    ]);

  test('events at least a target size apart have a mark each', () => {
    expect(marksAt(0, MIN_TARGET_PX, 100)).toEqual([
      ['1', 0],
      ['2', 44],
      ['3', 100],
    ]);
  });

  test('nearer ones share one, halfway between them', () => {
    expect(marksAt(0, 60, 80)).toEqual([
      ['1', 0],
      ['2,3', 70],
    ]);
  });

  test('the nearest are joined first, and what they leave too little room for after them', () => {
    expect(marksAt(10, 50, 60)).toEqual([
      ['1', 10],
      ['2,3', 55],
    ]);
    expect(marksAt(40, 60, 70, 95)).toEqual([['1,2,3,4', 68]]);
  });

  test('on a wider axis the same events stand apart', () => {
    expect(marksOn(at(50, 60), 400)).toHaveLength(1);
    expect(marksOn(at(50, 60), 450)).toHaveLength(2);
  });

  test.each([0, -1, NaN])('on an axis of %i px all events share one', (axisPx) => {
    expect(marksOn(at(50), axisPx)).toHaveLength(1);
    expect(marksOn(at(50, 60), axisPx)).toHaveLength(1);
  });

  test('without events there is none', () => {
    expect(marksOn([], AXIS_PX)).toEqual([]);
  });

  test('no two marks of any events are closer than the minimum target size, and every event is in one mark', () => {
    const days = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 40 });
    fc.assert(
      fc.property(days, fc.integer({ min: 200, max: 800 }), (places, axisPx) => {
        const events = at(...places.toSorted((a, b) => a - b).map((place) => place / 10));
        const marks = marksOn(events, axisPx);
        expect(marks.flatMap((mark) => mark.events)).toEqual(events);
        for (const [i, { share }] of marks.entries()) {
          const before = marks[i - 1]?.share ?? -Infinity;
          expect((share - before) * axisPx).toBeGreaterThanOrEqual(MIN_TARGET_PX);
        }
      }),
    );
  });
});
