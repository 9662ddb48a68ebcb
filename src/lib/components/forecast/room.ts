/** How numbers make room for each other: what is held stays, the others shift together until the sum holds. */
import { logit, shiftToSum } from '#lib/domain/log-odds.ts';
import { largestRemainder, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '#lib/domain/seats.ts';

/** Permille by option; null where there is none yet, or none from 1 to 999. */
export type Values = readonly (number | null)[];

/**
 * The nearest forecast to some numbers: missing ones get an equal share, then all that are not held shift by one common amount
 * in log-odds.
 *
 * @param limit permille to which they sum
 * @param held whether each number stays as it is, shape [n]
 * @returns null where those that are held leave no room for the others
 */
export function fit(values: Values, limit: number, held: readonly boolean[]): number[] | null {
  const missing = values.filter((value) => value === null).length;
  const share = Math.round((limit - sumOf(values)) / missing);
  const result = values.map((value) => value ?? Math.min(MAX_PERMILLE, Math.max(MIN_PERMILLE, share)));
  if (sumOf(result) === limit) return result;
  const free = result.map((_, i) => i).filter((i) => !held[i]);
  const room = limit - sumOf(result.filter((_, i) => held[i]));
  if (room < free.length * MIN_PERMILLE || room > free.length * MAX_PERMILLE) return null;
  if (free.length === 0) return null;
  const logOdds = free.map((i) => logit(result[i]! / SEAT));
  const shares = shiftToSum(logOdds, room / SEAT, MIN_PERMILLE / SEAT, MAX_PERMILLE / SEAT);
  const scaled = shares.map((each) => each * SEAT);
  const fitted = largestRemainder(scaled, room, MIN_PERMILLE, MAX_PERMILLE);
  free.forEach((i, at) => (result[i] = fitted[at]!));
  return result;
}

/**
 * The forecast after one number was typed. The others make room: first those that were not typed themselves, so that several
 * numbers can be typed one after another, else all that are not locked.
 *
 * @param typed indices of the options typed before
 * @returns null where the number is out of reach, see {@link reach}
 */
export function makeRoom(
  values: Values,
  index: number,
  limit: number,
  locked: readonly boolean[],
  typed: readonly number[],
): number[] | null {
  const holding = (more: readonly number[]) =>
    locked.map((each, i) => each || i === index || more.includes(i));
  return fit(values, limit, holding(typed)) ?? fit(values, limit, holding([]));
}

/** The lowest and the highest permille that an option can have beside what is locked. */
export function reach(
  values: Values,
  index: number,
  limit: number,
  locked: readonly boolean[],
): { low: number; high: number } {
  const others = values.filter((_, i) => i !== index);
  const room = limit - sumOf(others.filter((_, i) => locked[i < index ? i : i + 1]));
  const free = others.length - locked.filter((each, i) => each && i !== index).length;
  return {
    low: Math.max(MIN_PERMILLE, room - MAX_PERMILLE * free),
    high: Math.min(MAX_PERMILLE, room - MIN_PERMILLE * free),
  };
}

/** A permille that an option may have, or null. */
export function possible(value: number | null): number | null {
  return value !== null && value >= MIN_PERMILLE && value <= MAX_PERMILLE ? value : null;
}

function sumOf(values: Values): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
