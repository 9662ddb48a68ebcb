import { describe, expect, test } from 'vitest';
import { DAY_MS } from '#lib/kst.ts';
import { axisOf, eventsIn, rangesOf, seriesIn, spanIn, spread } from './chart-view.ts';
import type { NumberedEvent } from './event-marks.ts';
import type { Series } from './series.ts';

const days = (count: number) => count * DAY_MS;
const crowd = (...steps: [at: number, ...permille: number[]][]): Series => ({
  who: 'crowd',
  steps: steps.map(([at, ...permille]) => ({ at, permille })),
});

describe('ranges', () => {
  test('only those shorter than the whole can be chosen', () => {
    expect(rangesOf({ from: 0, until: days(5) })).toEqual(['all']);
    expect(rangesOf({ from: 0, until: days(20) })).toEqual(['week', 'all']);
    expect(rangesOf({ from: 0, until: days(90) })).toEqual(['week', 'month', 'all']);
  });

  test('they end where the whole ends', () => {
    const whole = { from: 0, until: days(90) };
    expect(spanIn(whole, 'week')).toEqual({ from: days(83), until: days(90) });
    expect(spanIn(whole, 'month')).toEqual({ from: days(60), until: days(90) });
    expect(spanIn(whole, 'all')).toEqual(whole);
  });
});

describe('seriesIn', () => {
  test('begins with what held then', () => {
    const [shown] = seriesIn([crowd([0, 500], [days(2), 600], [days(5), 700])], {
      from: days(3),
      until: days(6),
    });
    expect(shown?.steps).toEqual([
      { at: days(3), permille: [600] },
      { at: days(5), permille: [700] },
    ]);
  });

  test('leaves out who came only later than it ends, and keeps short spans whole', () => {
    const hourly = crowd([0, 500], [1, 510], [2, 520]);
    expect(seriesIn([hourly], { from: 0, until: days(14) })[0]?.steps).toHaveLength(3);
  });

  test('over two weeks has the last value of each Korean day', () => {
    const hour = DAY_MS / 24;
    // 15:00 UTC is midnight in Korea.
    const steps = crowd([0, 500], [13 * hour, 510], [14 * hour, 520], [16 * hour, 530]);
    const [shown] = seriesIn([steps], { from: 0, until: days(15) });
    expect(shown?.steps.map(({ permille }) => permille?.[0])).toEqual([500, 520, 530]);
  });
});

test('events of a shorter range have their places on it, and keep their numbers', () => {
  const event = (at: number, number: number) => ({ at, number, share: at / days(90) }) as NumberedEvent;
  const whole = { from: 0, until: days(90) };
  const events = [event(days(10), 1), event(days(75), 2)];
  expect(eventsIn(events, whole, whole)).toEqual(events);
  expect(eventsIn(events, whole, spanIn(whole, 'month'))).toEqual([{ ...events[1], share: 0.5 }]);
});

describe('axisOf', () => {
  test('covers the data between round percentages', () => {
    expect(axisOf([crowd([0, 412, 788])])).toEqual({ floor: 400, ceiling: 800, step: 100 });
    expect(axisOf([crowd([0, 20, 990])])).toEqual({ floor: 0, ceiling: 1000, step: 200 });
  });

  test('covers at least twenty points, within 0 and 100 %', () => {
    expect(axisOf([crowd([0, 510], [1, 540])])).toEqual({ floor: 450, ceiling: 650, step: 50 });
    expect(axisOf([crowd([0, 10])])).toEqual({ floor: 0, ceiling: 200, step: 50 });
    expect(axisOf([crowd([0, 1000])])).toEqual({ floor: 800, ceiling: 1000, step: 50 });
  });
});

describe('spread', () => {
  test('labels far enough apart stay where they are', () => {
    expect(spread([10, 50], 20, 100)).toEqual([10, 50]);
  });

  test('labels too close are moved apart in their order', () => {
    expect(spread([50, 45], 20, 100)).toEqual([65, 45]);
  });

  test('no label leaves the chart', () => {
    expect(spread([98, 99, 100], 20, 100)).toEqual([60, 80, 100]);
  });
});
