/** Numbers brought to the sum they must have, as balancing on the server does, with what is locked left alone. */
import { logit, shiftToSum } from '#lib/domain/log-odds.ts';
import { largestRemainder, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '#lib/domain/seats.ts';

/**
 * The nearest permille that sum to `limit`: the unlocked ones shift together, a locked one never moves.
 *
 * @param values integers in 1..999, shape [n]
 * @returns null where the locked ones leave no room for the others
 */
export function fit(values: readonly number[], limit: number, locked: readonly boolean[]): number[] | null {
  const free = values.map((_, i) => i).filter((i) => !locked[i]);
  const room = values.reduce((left, value, i) => (locked[i] ? left - value : left), limit);
  if (free.length === 0) return room === 0 ? [...values] : null;
  if (room < free.length * MIN_PERMILLE || room > free.length * MAX_PERMILLE) return null;
  const logOdds = free.map((i) => logit(values[i]! / SEAT));
  const shares = shiftToSum(logOdds, room / SEAT, MIN_PERMILLE / SEAT, MAX_PERMILLE / SEAT);
  const scaled = shares.map((share) => share * SEAT);
  const fitted = largestRemainder(scaled, room, MIN_PERMILLE, MAX_PERMILLE);
  const result = [...values];
  free.forEach((i, at) => (result[i] = fitted[at]!));
  return result;
}
