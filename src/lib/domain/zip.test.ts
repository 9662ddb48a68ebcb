import { expect, test } from 'vitest';
import { zip } from './zip.ts';

test('pairs the items of two lists in order', () => {
  expect(zip(['a', 'b'], [1, 2])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(zip([], [])).toEqual([]);
});

test.each([
  [['a'], []],
  [[], [1]],
  [['a'], [1, 2]],
])('rejects lists of different lengths', (first, second) => {
  expect(() => zip(first, second)).toThrow(RangeError);
});
