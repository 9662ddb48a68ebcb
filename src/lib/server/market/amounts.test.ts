import { expect, test } from 'vitest';
import { parsePoints, parsePrice, parseShares } from './trade.ts';

test.each([
  [parsePoints, '12.5', 12_500_000],
  [parsePoints, '0', 0],
  [parsePoints, '12.345', null],
  [parsePoints, '1e3', null],
  [parsePoints, '-1', null],
  [parsePoints, '１２', null],
  [parsePoints, '1,000', null],
  [parsePoints, 'NaN', null],
  [parsePoints, '', null],
  [parseShares, '0.000001', 1],
  [parseShares, '0.0000001', null],
  [parsePrice, '0.663', 663_000],
  [parsePrice, '.5', null],
])('%o reads %j as %j', (parse, text, micro) => {
  expect(parse(text)).toBe(micro);
});
