// Moves by sliders and keys on the numbers of the form.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecasts } from '../../../../tests/vectors/arbitraries.ts';
import { isForecast } from '#lib/domain/seats.ts';
import { FineTune, type Numbers } from './fine-tune.ts';

interface Typed extends Numbers {
  values: (number | null)[];
  percent: object;
}

function numbers(values: (number | null)[], seats = 2, locked = values.map(() => false)): Typed {
  return {
    limit: seats * 1000,
    values,
    locked,
    percent: {},
    takeMove(permille) {
      this.values = [...permille];
      this.percent = {};
    },
  };
}

function start(...given: Parameters<typeof numbers>) {
  const typed = numbers(...given);
  return { typed, tune: new FineTune(typed) };
}

test('a drag there and back leaves the numbers as they were', () => {
  const { typed, tune } = start([803, 751, 446]);
  tune.grab(0);
  for (const value of [900, 999, 2000, 300, -50, 803]) tune.moveTo(0, value);
  expect(typed.values).toEqual([803, 751, 446]);
});

test('so do any moves of any forecast, whatever is locked', () => {
  const moves = forecasts().chain(({ seats, permille }) =>
    fc.record({
      seats: fc.constant(seats),
      permille: fc.constant(permille),
      index: fc.nat({ max: permille.length - 1 }),
      path: fc.array(fc.integer({ min: -100, max: 1100 }), { minLength: 1, maxLength: 5 }),
      locked: fc.array(fc.boolean(), { minLength: permille.length, maxLength: permille.length }),
    }),
  );
  fc.assert(
    fc.property(moves, ({ seats, permille, index, path, locked }) => {
      const { typed, tune } = start(permille, seats, locked);
      for (const value of path) {
        tune.moveTo(index, value);
        expect(isForecast(typed.values as number[], permille.length, seats)).toBe(true);
        locked.forEach((isLocked, i) => isLocked && expect(typed.values[i]).toBe(permille[i]));
      }
      tune.moveTo(index, permille[index]!);
      expect(typed.values).toEqual(permille);
    }),
  );
});

test('keys there and back leave the numbers as they were, too', () => {
  const { typed, tune } = start([803, 751, 446]);
  for (const step of [10, 10, 100, -100, -10, -10]) tune.moveBy(1, step);
  expect(typed.values).toEqual([803, 751, 446]);
});

test('what was typed in between is where the next move starts', () => {
  const { typed, tune } = start([800, 750, 450]);
  tune.moveTo(0, 900);
  typed.takeMove([700, 700, 600]);
  tune.moveTo(0, 900);
  tune.moveTo(0, 700);
  expect(typed.values).toEqual([700, 700, 600]);
});

test('a lock in between keeps the number at which it was set', () => {
  const { typed, tune } = start([800, 750, 450]);
  tune.moveTo(0, 900);
  const kept = typed.values[1];
  tune.toggleLock(1);
  tune.moveTo(0, 600);
  expect(typed.values[1]).toBe(kept);
});

test('going to another option ends the move', () => {
  const { typed, tune } = start([800, 750, 450]);
  tune.moveTo(0, 900);
  const left = [...typed.values];
  tune.moveTo(1, 999);
  tune.moveTo(1, left[1]!);
  expect(typed.values).toEqual(left);
});

test('a locked option cannot move, nor can the last one without a lock', () => {
  const { tune } = start([800, 750, 450], 2, [true, true, false]);
  expect([0, 1, 2].map((i) => tune.canMove(i))).toEqual([false, false, false]);
  const two = start([800, 750, 450], 2, [true, false, false]);
  expect([0, 1, 2].map((i) => two.tune.canMove(i))).toEqual([false, true, true]);
});

test('with every option locked nothing moves', () => {
  const { typed, tune } = start([800, 750, 450], 2, [true, true, true]);
  tune.moveTo(0, 100);
  expect(typed.values).toEqual([800, 750, 450]);
});

test('a move reaches the feasible ends', () => {
  const { typed, tune } = start([800, 750, 450]);
  tune.moveBy(2, -1000);
  expect(typed.values).toEqual([999, 999, 2]);
  tune.moveBy(2, 2000);
  expect(typed.values[2]).toBe(999);
});

test('blank fields start from even odds, and stay blank until something moves', () => {
  const { typed, tune } = start([null, null, null]);
  expect([0, 1, 2].map((i) => tune.valueOf(i))).toEqual([667, 667, 666]);
  expect([0, 1, 2].map((i) => tune.isSet(i))).toEqual([false, false, false]);
  expect(tune.canLock(0)).toBe(false);
  tune.moveTo(0, 900);
  expect(typed.values[0]).toBe(900);
  expect(isForecast(typed.values as number[], 3, 2)).toBe(true);
});

test('numbers with a wrong sum are fitted by the first move, around what is locked', () => {
  const { typed, tune } = start([800, 600, null], 2, [true, false, false]);
  tune.moveTo(1, 700);
  expect(typed.values).toEqual([800, 700, 500]);
});

test('locked numbers that leave no room stop everything until one is unlocked', () => {
  const stuck = start([10, 10, 500], 2, [true, true, false]);
  expect(stuck.tune.canMove(2)).toBe(false);
  const { typed, tune } = start([100, 100, 500, 500], 2, [true, true, false, false]);
  expect(tune.canMove(2)).toBe(true);
  tune.toggleLock(0);
  expect(typed.locked).toEqual([false, true, false, false]);
});
