import { expect, test } from 'vitest';
import { publishedPoints } from './points.ts';

test.each([
  [3360, '33.6'],
  [2500, '25.0'],
  [948, '9.48'],
  [703, '7.03'],
  [0, '0.0'],
])('%i hundredths are printed as %s', (hundredths, printed) => {
  expect(publishedPoints(hundredths)).toBe(printed);
});

test('an unpublished score is a dash', () => {
  expect(publishedPoints(null)).toBe('–');
});
