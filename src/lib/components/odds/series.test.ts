import { describe, expect, test } from 'vitest';
import { instantsOf, lineOf, type Series, seriesOf, shareOf, spanOf, stepAt } from './series.ts';

const MINUTE = 60_000;
const at = (minutes: number) => new Date(minutes * MINUTE).toISOString();

const crowd: Series = {
  who: 'crowd',
  steps: [
    { at: 10 * MINUTE, permille: [600, 400] },
    { at: 20 * MINUTE, permille: null },
    { at: 30 * MINUTE, permille: [300, 700] },
  ],
};

describe('seriesOf', () => {
  test('writes everybody’s numbers in the order of the options', () => {
    const point = { at: at(1), permille: [700, 300], forecasters: 4 };
    const own = [{ madeAt: at(2), permille: [900, 100] }];
    expect(seriesOf([point], own, own)).toEqual([
      { who: 'crowd', steps: [{ at: MINUTE, permille: [700, 300], forecasters: 4 }] },
      { who: 'author', steps: [{ at: 2 * MINUTE, permille: [900, 100] }] },
      { who: 'mine', steps: [{ at: 2 * MINUTE, permille: [900, 100] }] },
    ]);
  });

  test('leaves out the author and the reader without forecasts', () => {
    expect(seriesOf([], [], [])).toEqual([]);
  });
});

describe('spanOf', () => {
  test('runs from the first step until now', () => {
    expect(spanOf([crowd], 90 * MINUTE)).toEqual({ from: 10 * MINUTE, until: 90 * MINUTE });
  });

  test('goes on beyond the last step, which still holds', () => {
    const { until } = spanOf([crowd], 25 * MINUTE);
    expect(until).toBeGreaterThan(31 * MINUTE);
    expect(until).toBeLessThan(32 * MINUTE);
  });

  test('has a length at a single instant, too', () => {
    const only: Series = { who: 'mine', steps: [{ at: 5, permille: [500, 500] }] };
    expect(spanOf([only], 5)).toEqual({ from: 5, until: 5 + MINUTE });
  });
});

describe('lineOf', () => {
  test('ends where everybody had withdrawn, begins again, and holds until the axis ends', () => {
    expect(lineOf(crowd, 1, { from: 0, until: 40 * MINUTE })).toEqual([
      { x: 10 * MINUTE, y: 400 },
      { x: 20 * MINUTE, y: 400 },
      { x: 20 * MINUTE, y: null },
      { x: 30 * MINUTE, y: 700 },
      { x: 40 * MINUTE, y: 700 },
    ]);
  });

  test('is not drawn on after a withdrawal', () => {
    const gone = { ...crowd, steps: crowd.steps.slice(0, 2) };
    expect(lineOf(gone, 0, { from: 0, until: 40 * MINUTE }).at(-1)).toEqual({ x: 20 * MINUTE, y: null });
  });
});

test('the step of an instant is the last until then', () => {
  expect(stepAt(crowd, 9 * MINUTE)).toBeUndefined();
  expect(stepAt(crowd, 10 * MINUTE)).toBe(crowd.steps[0]);
  expect(stepAt(crowd, 29 * MINUTE)).toBe(crowd.steps[1]);
});

test('an instant at which several changed is one', () => {
  const mine: Series = { who: 'mine', steps: [{ at: 10 * MINUTE, permille: [500, 500] }] };
  expect(instantsOf([mine, crowd])).toEqual([10 * MINUTE, 20 * MINUTE, 30 * MINUTE]);
});

test('no instant lies beyond the axis', () => {
  expect([-5, 0, 25, 100, 200].map((instant) => shareOf(instant, { from: 0, until: 100 }))).toEqual([
    0, 0, 0.25, 1, 1,
  ]);
});
