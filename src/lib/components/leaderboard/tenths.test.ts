import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tenthsOf } from '#lib/format.ts';
import { addUp, shownTenths } from './tenths.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test.each([
  [[12_440_000, -3_140_000], 9_300_000, [124, -31]],
  [[40_000, 40_000, 40_000], 120_000, [1, 0, 0]],
  [[-40_000, -40_000, -40_000], -120_000, [0, 0, -1]],
  [[50_000], 50_000, [1]],
  [[], 0, []],
])('%j micro-points of %i are shown as %j tenths', (parts, total, tenths) => {
  expect(shownTenths(total, parts)).toEqual(tenths);
});

test('shown lines add up to the shown total, and none is off by a tenth', () => {
  const parts = fc.array(fc.integer({ min: -5e8, max: 5e8 }), { minLength: 1, maxLength: 60 });
  // Each stored line and the stored total are rounded to whole micro-points by themselves.
  fc.assert(
    fc.property(parts, fc.integer({ min: -20, max: 20 }), (micros, off) => {
      const total = sum(micros) + off;
      const tenths = shownTenths(total, micros);
      expect(sum(tenths)).toBe(tenthsOf(total));
      tenths.forEach((shown, i) => expect(Math.abs(shown - micros[i]! / 1e5)).toBeLessThanOrEqual(1));
    }),
  );
});

test('scores that are rounded one by one add up to their rounded total, or it is known that they do not', () => {
  expect(addUp(300_000, [100_000, 200_000])).toBe(true);
  expect(addUp(99_492_748, [56_340_000, 43_152_748])).toBe(true);
  // 0.14 and 0.14 are shown as 0.1 and 0.1, and their sum as 0.3.
  expect(addUp(280_000, [140_000, 140_000])).toBe(false);
  expect(addUp(-280_000, [-140_000, -140_000])).toBe(false);
  expect(addUp(0, [])).toBe(true);
});
