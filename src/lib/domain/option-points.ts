// Points of one option and one answer, the terms of the baseline score. The score for any outcome is the points if no
// option comes true plus the gain of each option that does, so one pass over a log serves every assumed outcome.

import { assertSeats, MAX_PERMILLE, MIN_PERMILLE, SEAT } from './seats.ts';

/** Points of a certain and correct forecast when exactly as many options come true as there are seats. */
const FULL_SCORE = 100;
/** Permille need not be whole here (even odds are k/n exactly), so their sum is exact up to rounding only. */
const SUM_SLACK = 1e-6;

/** ln of p / 1000 by permille p, 0..1000. */
const LOG_PERMILLE = new Float64Array(SEAT + 1).map((_, p) => Math.log(p / SEAT));

/**
 * Points of one option: 100 · (ln p − ln π) / (n·H(π)) where it came true, and the same of 1 − p and 1 − π where it did
 * not; π = k/n, H(π) = −π ln π − (1−π) ln(1−π), natural logarithms. 0 for p = π.
 *
 * @param permille probability of the option in permille, in [1, 999]
 */
export function optionPoints(permille: number, cameTrue: boolean, options: number, seats: number): number {
  const gain = cameTrue
    ? Math.log((permille * options) / (SEAT * seats))
    : Math.log(((SEAT - permille) * options) / (SEAT * (options - seats)));
  return pointsPerNat(options, seats) * gain;
}

/**
 * Look-up table of the points of every whole permille p, so that scoring a log needs no logarithms: entry 2p if the option
 * does not come true, entry 2p + 1 the gain if it does.
 *
 * @throws RangeError unless 1 ≤ seats < options ≤ 20
 */
export function pointsByPermille(options: number, seats: number): Float64Array {
  assertSeats(options, seats);
  const logYes = Math.log(seats / options);
  const logNo = Math.log(1 - seats / options);
  const perNat = pointsPerNat(options, seats);
  const points = new Float64Array(2 * (SEAT + 1));
  for (let p = MIN_PERMILLE; p <= MAX_PERMILLE; p++) {
    points[2 * p] = perNat * (LOG_PERMILLE[SEAT - p]! - logNo);
    points[2 * p + 1] = perNat * (LOG_PERMILLE[p]! - logYes) - points[2 * p]!;
  }
  return points;
}

/**
 * Probabilities in permille that need not be whole: each in [1, 999], summing to 1000·seats.
 *
 * @throws RangeError when they are not
 */
export function assertProbabilities(permille: readonly number[], seats: number): void {
  assertSeats(permille.length, seats);
  const inRange = permille.every((p) => p >= MIN_PERMILLE && p <= MAX_PERMILLE);
  const sum = permille.reduce((total, p) => total + p, 0);
  if (inRange && Math.abs(sum - SEAT * seats) <= SUM_SLACK) return;
  throw new RangeError(
    `probabilities must lie in ${MIN_PERMILLE}..${MAX_PERMILLE} and sum to ${SEAT * seats}, not [${permille.join(', ')}]`,
  );
}

/** 100 / (n·H(π)), π = k/n: points per nat. */
function pointsPerNat(options: number, seats: number): number {
  const share = seats / options;
  const entropy = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
  return FULL_SCORE / (options * entropy);
}
