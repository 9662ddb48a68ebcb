import { expect, test } from 'vitest';
import { Lag } from './replica.ts';

function lagAfter(...positions: number[]): Lag {
  const lag = new Lag(10_000);
  positions.forEach((position, second) => lag.add({ at: second * 1_000, position }));
  return lag;
}

test('lag is the time since the primary was where the replica is', () => {
  const lag = lagAfter(100, 200, 300, 400);
  expect(lag.of(400, 3_000)).toBe(0);
  expect(lag.of(250, 3_000)).toBe(2_000);
  expect(lag.of(100, 3_500)).toBe(3_500);
});

test('an idle primary makes no lag', () => {
  expect(lagAfter(...Array<number>(60).fill(100)).of(100, 59_000)).toBe(0);
});

test('a replica behind everything remembered lags without bound', () => {
  expect(lagAfter(100).of(99, 0)).toBe(Infinity);
  const positions = Array.from({ length: 30 }, (_, second) => second * 100);
  expect(lagAfter(...positions).of(1_800, 29_000)).toBe(Infinity);
  expect(lagAfter(...positions).of(1_900, 29_000)).toBe(10_000);
});

test('a position remembered too long ago counts no more, also without a newer one', () => {
  expect(lagAfter(100).of(100, 10_001)).toBe(Infinity);
});

test('a new primary whose log is shorter counts from its own positions', () => {
  expect(lagAfter(900, 950, 300).of(310, 2_000)).toBe(0);
});
