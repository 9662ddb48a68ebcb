// Random input for the property tests of src/lib/domain.

import fc from 'fast-check';
import { logistic } from '../../src/lib/domain/log-odds.ts';
import { balance } from '../../src/lib/domain/seats.ts';

/** Numbers of options and seats, 1 ≤ seats < options ≤ max. */
export function shapes(maxOptions = 20): fc.Arbitrary<{ options: number; seats: number }> {
  return fc
    .integer({ min: 2, max: maxOptions })
    .chain((options) =>
      fc.record({ options: fc.constant(options), seats: fc.integer({ min: 1, max: options - 1 }) }),
    );
}

/** Forecasts of one shape, from nearly even to nearly certain. */
export function forecastsOf(options: number, seats: number): fc.Arbitrary<number[]> {
  const logOdds = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: options,
    maxLength: options,
  });
  const toPermille = (x: number) => Math.min(999, Math.max(1, Math.round(1000 * logistic(x))));
  return logOdds.map((xs) => balance(xs.map(toPermille), seats));
}

/** A shape and a forecast of that shape. */
export function forecasts(maxOptions = 20): fc.Arbitrary<{ seats: number; permille: number[] }> {
  return shapes(maxOptions).chain(({ options, seats }) =>
    fc.record({ seats: fc.constant(seats), permille: forecastsOf(options, seats) }),
  );
}
