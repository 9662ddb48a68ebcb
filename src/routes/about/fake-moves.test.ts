import { expect, test } from 'vitest';
import * as bench from '../../../tests/bench/fakes.ts';
import { BEFORE, CROWDS, FAKES, HONEST, MOVES } from './fake-moves.ts';

/** Half of a tenth, and a little for another machine's logarithms. */
const ROUNDING = 0.06;

test('the table of fakes shows what the code computes', () => {
  const computed = bench.fakeMoves();
  expect(computed.map(({ method }) => method)).toEqual(Object.keys(MOVES));
  for (const { method, moves } of computed) {
    moves.forEach((move, i) => expect(Math.abs(move - MOVES[method][i]!)).toBeLessThan(ROUNDING));
  }
  const today = computed.find(({ method }) => method === 'verified');
  expect(Math.round(today?.before ?? NaN)).toBe(BEFORE / 10);
});

test('the table of fakes says how it was computed', () => {
  expect({ FAKES, HONEST, CROWDS }).toEqual({
    FAKES: bench.FAKES,
    HONEST: bench.HONEST,
    CROWDS: bench.CROWDS,
  });
});
