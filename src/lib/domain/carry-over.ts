// Carry-over of a forecast to a new edition's field, which is offered to the forecaster as a draft.

import { logit, shiftToSum } from './log-odds.ts';
import { assertForecast, assertSeats, largestRemainder, MAX_PERMILLE, MIN_PERMILLE, SEAT } from './seats.ts';

/** Identity of an option across editions: its company if it has one, else its slug. */
export interface CarriedOption {
  readonly slug: string;
  readonly company: string | null;
}

/**
 * Converts a forecast to a new field: existing options keep their log-odds, new ones start at even odds k/n, and all are
 * shifted by one common amount in log-odds to the new sum, clamped to 1..999 and rounded by largest remainder. The order
 * of existing options is kept; with the same field and seats the forecast is unchanged.
 *
 * @param old options of the old field, shape [m]
 * @param permille a forecast on it, shape [m]
 * @param next options of the new field, shape [n]
 * @param seats of the new field
 * @returns permille, shape [n], summing to exactly 1000·seats
 * @throws RangeError when the old forecast is broken or the seats do not fit
 */
export function carryOver(
  old: readonly CarriedOption[],
  permille: readonly number[],
  next: readonly CarriedOption[],
  seats: number,
): number[] {
  assertForecast(permille, old.length, permille.reduce((sum, p) => sum + p, 0) / SEAT);
  assertSeats(next.length, seats);
  const known = new Map(old.map((option, i) => [identityOf(option), permille[i]!]));
  const even = logit(seats / next.length);
  const logOdds = next.map((option) => {
    const p = known.get(identityOf(option));
    return p === undefined ? even : logit(p / SEAT);
  });
  const shares = shiftToSum(logOdds, seats, MIN_PERMILLE / SEAT, MAX_PERMILLE / SEAT);
  return largestRemainder(
    shares.map((share) => share * SEAT),
    SEAT * seats,
    MIN_PERMILLE,
    MAX_PERMILLE,
  );
}

function identityOf({ slug, company }: CarriedOption): string {
  return company === null ? `option ${slug}` : `company ${company}`;
}
