import { expect, test } from 'vitest';
import { pointsAhead } from './points-ahead.ts';

test.each([
  [12_400_000, 0, 'ahead', '12.4'],
  [-3_100_000, 0, 'behind', '3.1'],
  [149_999, 50_000, 'level', '0.0'],
  [10_040_000, 5_050_000, 'ahead', '4.9'],
] as const)('%i micro-points are %3$s of %2$i by %4$s', (mine, other, side, points) => {
  expect(pointsAhead({ peerMicro: mine }, { peerMicro: other })).toEqual({ side, points });
});
