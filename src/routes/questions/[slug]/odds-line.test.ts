import { describe, expect, test } from 'vitest';
import type { LinePoint } from '#lib/components/odds/series.ts';
import { spread, stepPath } from './odds-line.ts';

const SPAN = { from: 0, until: 100 };

function pathOf(...points: [at: number, permille: number | null][]): string {
  return stepPath(
    points.map(([x, y]): LinePoint => ({ x, y })),
    SPAN,
  );
}

describe('stepPath', () => {
  test('one forecast that still stands is one level line', () => {
    expect(pathOf([0, 750], [100, 750])).toBe('M0 55H1000');
  });

  test('odds hold until they change', () => {
    expect(pathOf([0, 500], [50, 600], [75, 400], [100, 400])).toBe('M0 110H500V88H750V132H1000');
  });

  test('there is a gap while everybody had withdrawn', () => {
    expect(pathOf([0, 500], [50, 500], [50, null], [100, 400])).toBe('M0 110H500M1000 132');
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
