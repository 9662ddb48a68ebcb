// Fits numbers to their sum around what is locked.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { forecasts } from '../../../../tests/vectors/arbitraries.ts';
import { balance } from '#lib/domain/seats.ts';
import { fit } from './fit.ts';

const NONE = [false, false, false];

describe('fit', () => {
  it.each([
    ['numbers that fit come back', [800, 750, 450], NONE, [800, 750, 450]],
    ['too much is taken from all', [667, 667, 667], NONE, [667, 667, 666]],
    ['a locked one stays', [800, 600, 400], [true, false, false], [800, 696, 504]],
    ['two locked ones leave the rest to the third', [800, 700, 10], [true, true, false], [800, 700, 500]],
    ['all locked and right', [800, 750, 450], [true, true, true], [800, 750, 450]],
    ['all locked and wrong', [800, 750, 440], [true, true, true], null],
    ['locked ones that leave too little', [999, 999, 500], [true, true, false], [999, 999, 2]],
    ['locked ones that leave too much', [100, 100, 500], [true, true, false], null],
  ])('%s', (_, values, locked, fitted) => {
    expect(fit(values, 2000, locked)).toEqual(fitted);
  });

  test('without locks is what the server’s balance does', () => {
    fc.assert(
      fc.property(
        forecasts().chain(({ seats, permille }) =>
          fc.record({
            seats: fc.constant(seats),
            values: fc.array(fc.integer({ min: 1, max: 999 }), {
              minLength: permille.length,
              maxLength: permille.length,
            }),
          }),
        ),
        ({ seats, values }) => {
          const locked = values.map(() => false);
          expect(fit(values, seats * 1000, locked)).toEqual(balance(values, seats));
        },
      ),
    );
  });
});
