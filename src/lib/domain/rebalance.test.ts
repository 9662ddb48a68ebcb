import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecasts, shapes } from '../../../tests/vectors/arbitraries.ts';
import { balance, isForecast, rebalance } from './seats.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const NONE_LOCKED = [false, false, false];
const ALL_LOCKED = [true, true, true];

/** Fails when `after` reverses the order of two options in `before`. */
function expectOrderKept(before: readonly number[], after: readonly number[]) {
  before.forEach((a, i) =>
    before.forEach((b, j) => {
      if (a > b) expect(after[i]!, `${before} → ${after}`).toBeGreaterThanOrEqual(after[j]!);
    }),
  );
}

describe('rebalance', () => {
  it.each([
    ['the others make room alike', [667, 667, 666], 0, 900, NONE_LOCKED, [900, 550, 550]],
    ['to the same value changes nothing', [800, 750, 450], 1, 750, NONE_LOCKED, [800, 750, 450]],
    ['a locked one stays', [800, 750, 450], 0, 700, [false, true, false], [700, 750, 550]],
    ['all others locked: nothing moves', [800, 750, 450], 0, 700, [false, true, true], [800, 750, 450]],
    [
      'the option itself locked: nothing moves',
      [800, 750, 450],
      0,
      700,
      [true, false, false],
      [800, 750, 450],
    ],
    ['down to the feasible', [800, 750, 450], 0, -1e9, NONE_LOCKED, [2, 999, 999]],
    ['up to the feasible', [800, 750, 450], 2, 5000, NONE_LOCKED, [536, 465, 999]],
    ['up to what the others need', [500, 300, 200], 0, 5000, NONE_LOCKED, [998, 1, 1]],
    ['what the locks leave', [800, 750, 450], 0, 1, [false, true, false], [251, 750, 999]],
  ])('%s', (_, permille, index, value, locked, moved) => {
    const result = rebalance(permille, index, value, locked);
    expect(sum(result)).toBe(sum(permille));
    result.forEach((p, i) => expect(Math.abs(p - moved[i]!)).toBeLessThanOrEqual(1));
    expect(result[index]).toBe(moved[index]);
  });

  it.each([
    [[800, 750, 451], 0, 700, NONE_LOCKED],
    [[800, 750, 450], 3, 700, NONE_LOCKED],
    [[800, 750, 450], 0.5, 700, NONE_LOCKED],
    [[800, 750, 450], 0, NaN, NONE_LOCKED],
    [[800, 750, 450], 0, Infinity, NONE_LOCKED],
    [[800, 750, 450], 0, 700, [false, false]],
    [[800, 750, 450], 3, 700, ALL_LOCKED],
    [[800, 750, 450], -1, 700, ALL_LOCKED],
    [[800, 750, 450], 0.5, 700, ALL_LOCKED],
    [[800, 750, 450], 0, NaN, ALL_LOCKED],
  ])('refuses %j, option %d to %d with locks %j', (permille, index, value, locked) => {
    expect(() => rebalance(permille, index, value, locked)).toThrow(RangeError);
  });

  it('keeps sum, bounds, locks and the order of the others, and clamps to the nearest feasible value', () => {
    const moves = forecasts().chain(({ seats, permille }) =>
      fc.record({
        seats: fc.constant(seats),
        permille: fc.constant(permille),
        index: fc.nat({ max: permille.length - 1 }),
        value: fc.double({ min: -200, max: 1200, noNaN: true }),
        locked: fc.array(fc.boolean(), { minLength: permille.length, maxLength: permille.length }),
      }),
    );
    fc.assert(
      fc.property(moves, ({ seats, permille, index, value, locked }) => {
        const moved = rebalance(permille, index, value, locked);
        expect(isForecast(moved, permille.length, seats)).toBe(true);
        const free = permille.map((_, i) => i).filter((i) => i !== index && !locked[i]);
        permille.forEach((p, i) => {
          if (locked[i]) expect(moved[i]).toBe(p);
        });
        expectOrderKept(
          free.map((i) => permille[i]!),
          free.map((i) => moved[i]!),
        );
        if (locked[index] || free.length === 0) return;
        const wanted = Math.round(value);
        const others = free.map((i) => moved[i]!);
        if (moved[index]! < wanted) expect(moved[index] === 999 || others.every((p) => p === 1)).toBe(true);
        if (moved[index]! > wanted) expect(moved[index] === 1 || others.every((p) => p === 999)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('balance', () => {
  it.each([
    ['a right sum changes nothing', [800, 750, 450], 2, [800, 750, 450]],
    ['equal numbers become even', [900, 900, 900], 2, [667, 667, 666]],
    ['too little is raised', [100, 100], 1, [500, 500]],
    ['certain ones stay within bounds', [999, 999, 999], 1, [334, 333, 333]],
  ])('%s', (_, values, seats, permille) => {
    expect(balance(values, seats)).toEqual(permille);
  });

  it.each([
    [[800, 0, 450]],
    [[800, 1000, 450]],
    [[800, 1.5, 450]],
    [[800, NaN, 450]],
    [[800, 450]],
    [Array<number>(21).fill(500)],
  ])('refuses %j, 2 seats', (values) => {
    expect(() => balance(values, 2)).toThrow(RangeError);
  });

  it('is a valid forecast, keeps the order and is idempotent', () => {
    const values = shapes().chain(({ options, seats }) =>
      fc.record({
        seats: fc.constant(seats),
        values: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: options, maxLength: options }),
      }),
    );
    fc.assert(
      fc.property(values, ({ seats, values }) => {
        const permille = balance(values, seats);
        expect(isForecast(permille, values.length, seats)).toBe(true);
        expectOrderKept(values, permille);
        expect(balance(permille, seats)).toEqual(permille);
      }),
      { numRuns: 500 },
    );
  });
});
