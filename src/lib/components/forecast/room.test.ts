// Numbers that make room for each other, around what is held.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { forecasts } from '../../../../tests/vectors/arbitraries.ts';
import { balance } from '#lib/domain/seats.ts';
import { fit, makeRoom, reach } from './room.ts';

const NONE = [false, false, false];

describe('fit', () => {
  it.each([
    ['numbers that fit come back', [800, 750, 450], NONE, [800, 750, 450]],
    ['too much is taken from all', [667, 667, 667], NONE, [667, 667, 666]],
    ['a held one stays', [800, 600, 400], [true, false, false], [800, 696, 504]],
    ['two held ones leave the rest to the third', [800, 700, 10], [true, true, false], [800, 700, 500]],
    ['all held and right', [800, 750, 450], [true, true, true], [800, 750, 450]],
    ['all held and wrong', [800, 750, 440], [true, true, true], null],
    ['held ones that leave too little', [999, 999, 500], [true, true, false], [999, 999, 2]],
    ['held ones that leave too much', [100, 100, 500], [true, true, false], null],
    ['missing ones share what is left', [800, null, null], NONE, [800, 600, 600]],
    ['nothing yet is even', [null, null, null], NONE, [667, 667, 666]],
  ])('%s', (_, values, held, fitted) => {
    expect(fit(values, 2000, held)).toEqual(fitted);
  });

  test('with nothing held is what the server’s balance does', () => {
    const cases = forecasts().chain(({ seats, permille: { length } }) =>
      fc.record({
        seats: fc.constant(seats),
        values: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: length, maxLength: length }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ seats, values }) => {
        const held = values.map(() => false);
        expect(fit(values, seats * 1000, held)).toEqual(balance(values, seats));
      }),
    );
  });
});

describe('a typed number', () => {
  it.each([
    ['the others share what it leaves', [900, 600, 600], 0, NONE, [], [900, 550, 550]],
    ['numbers typed before stay while others can make room', [800, 800, 600], 1, NONE, [0], [800, 800, 400]],
    ['they give way where nothing else can', [800, 800, 500], 2, NONE, [0, 1], [750, 750, 500]],
    ['a locked one stays in any case', [800, 800, 500], 2, [true, false, false], [0, 1], [800, 700, 500]],
    ['out of reach beside a lock', [800, 100, 600], 1, [true, false, false], [], null],
  ])('%s', (_, values, index, locked, typed, expected) => {
    expect(makeRoom(values, index, 2000, locked, typed)).toEqual(expected);
  });

  it.each([
    ['from all others', NONE, 0, { low: 2, high: 999 }],
    ['beside one lock', [false, true, false], 0, { low: 251, high: 999 }],
    ['with everything else locked', [false, true, true], 0, { low: 800, high: 800 }],
  ])('reaches as far as the others can go: %s', (_, locked, index, expected) => {
    expect(reach([800, 750, 450], index, 2000, locked)).toEqual(expected);
  });
});
