// Points of one option and one answer, the terms of the baseline score, and how a sweep over a log splits a forecast's
// points into terms.

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

/** How a sweep splits a forecast's points; each term is averaged and compared with the pool's on its own. */
export interface Terms {
  readonly options: number;
  readonly seats: number;
  /** How many terms there are. */
  readonly count: number;
  /** Writes the points of a forecast, whose permille begin at index `first`, shape [count]. */
  readonly write: (permille: ArrayLike<number>, first: number, points: Float64Array) => void;
}

/**
 * Terms for all outcomes at once: the points if no option comes true, then the gain of each option that does. The points
 * for any outcome are a sum of them, so one sweep serves every assumed outcome.
 *
 * @throws RangeError unless 1 ≤ seats < options ≤ 20
 */
export function anyOutcome(options: number, seats: number): Terms {
  const table = pointsByPermille(options, seats);
  return {
    options,
    seats,
    count: options + 1,
    write(permille, first, points) {
      let nobody = 0;
      for (let i = 0; i < options; i++) {
        const at = 2 * permille[first + i]!;
        nobody += table[at]!;
        points[1 + i] = table[at + 1]! - table[at]!;
      }
      points[0] = nobody;
    },
  };
}

/**
 * Terms for one outcome: the points of each option.
 *
 * @param outcome whether each option came true, shape [options]
 * @throws RangeError unless 1 ≤ seats < options ≤ 20
 */
export function oneOutcome(outcome: readonly boolean[], seats: number): Terms {
  const options = outcome.length;
  const table = pointsByPermille(options, seats);
  return {
    options,
    seats,
    count: options,
    write(permille, first, points) {
      for (let i = 0; i < options; i++) points[i] = table[2 * permille[first + i]! + (outcome[i] ? 1 : 0)]!;
    },
  };
}

/** Look-up table of the points of every whole permille p, so that a sweep needs no logarithms: entry 2p for no, 2p + 1 for yes. */
function pointsByPermille(options: number, seats: number): Float64Array {
  assertSeats(options, seats);
  const logYes = Math.log(seats / options);
  const logNo = Math.log(1 - seats / options);
  const perNat = pointsPerNat(options, seats);
  const points = new Float64Array(2 * (SEAT + 1));
  for (let p = MIN_PERMILLE; p <= MAX_PERMILLE; p++) {
    points[2 * p] = perNat * (LOG_PERMILLE[SEAT - p]! - logNo);
    points[2 * p + 1] = perNat * (LOG_PERMILLE[p]! - logYes);
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
