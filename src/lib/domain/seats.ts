// Forecasts as shares of seats: n options of which k come true, one probability each in permille (integers 1..999),
// summing to exactly 1000·k. Every function here returns a valid forecast or throws RangeError.

import { logit, shiftToSum } from './log-odds.ts';

/** Limits of the number of options; a forecast form with more does not fit a phone's screen. */
export const MIN_OPTIONS = 2;
export const MAX_OPTIONS = 20;
/** Lowest and highest probability of an option, in permille. Excluding 0 and 1000 keeps every score finite. */
export const MIN_PERMILLE = 1;
export const MAX_PERMILLE = 999;
/** Permille of one whole seat. */
export const SEAT = 1000;
/** Minimum margin in permille between the k-th and the next option; below it a forecast has no picks. */
const PICK_MARGIN = 10;
/** Upper end of the confidence slider, in permille, unless even odds are already close to it. */
const MAX_CONFIDENCE = 950;
/** The slider's preset is a multiple of this, in permille. */
const PRESET_STEP = 50;

/** @throws RangeError unless 1 ≤ seats < options ≤ 20, both integers */
export function assertSeats(options: number, seats: number): void {
  if (!Number.isInteger(options) || options < MIN_OPTIONS || options > MAX_OPTIONS) {
    throw new RangeError(`options must be an integer in ${MIN_OPTIONS}..${MAX_OPTIONS}, not ${options}`);
  }
  if (!Number.isInteger(seats) || seats < 1 || seats >= options) {
    throw new RangeError(`seats must be an integer in 1..${options - 1}, not ${seats}`);
  }
}

/** Whether `permille` is a forecast: `options` integers in 1..999 summing to exactly 1000·seats. */
export function isForecast(permille: readonly number[], options: number, seats: number): boolean {
  return permille.length === options && isForecastAt(permille, 0, options, seats);
}

/** Whether `options` numbers from index `first` on are a forecast, see {@link isForecast}. */
export function isForecastAt(
  permille: ArrayLike<number>,
  first: number,
  options: number,
  seats: number,
): boolean {
  // Seats need no check: with values in 1..999 the sum can only match for 1..n−1 seats.
  if (options < MIN_OPTIONS || options > MAX_OPTIONS || !Number.isInteger(seats)) return false;
  // A plain loop for speed: crowd odds validate tens of thousands of forecasts at a time, scores millions.
  let total = 0;
  for (let i = first; i < first + options; i++) {
    if (!isPermille(permille[i]!)) return false;
    total += permille[i]!;
  }
  return total === SEAT * seats;
}

/** @throws RangeError unless {@link isForecast} */
export function assertForecast(permille: readonly number[], options: number, seats: number): void {
  if (isForecast(permille, options, seats)) return;
  throw new RangeError(
    `a forecast is ${options} integers in ${MIN_PERMILLE}..${MAX_PERMILLE} summing to ${SEAT * seats}, not [${permille.join(', ')}]`,
  );
}

/**
 * Largest remainder method: rounds every share down and gives the remaining units of `total` to the largest fractions,
 * ties in index order. A larger share never gets fewer units than a smaller one.
 *
 * @param shares real shares that sum to about `total`, shape [n]
 * @param total integer to be reached exactly
 * @param low least and `high` greatest number of units of one share, integers
 * @returns integers in [low, high] summing to `total`, shape [n]
 * @throws RangeError when a share is not finite or the total cannot be reached
 */
export function largestRemainder(
  shares: readonly number[],
  total: number,
  low = 0,
  high = Infinity,
): number[] {
  const n = shares.length;
  if (!Number.isInteger(total) || !shares.every(Number.isFinite) || total < n * low || total > n * high) {
    throw new RangeError(`cannot share ${total} among [${shares.join(', ')}] within ${low}..${high}`);
  }
  const units = shares.map((share) => Math.min(high, Math.max(low, Math.floor(share))));
  const order = shares.map((_, i) => i).sort((a, b) => shares[b]! - units[b]! - (shares[a]! - units[a]!));
  let left = total - sum(units);
  while (left !== 0) {
    const step = Math.sign(left);
    for (const i of step > 0 ? order : [...order].reverse()) {
      if (left === 0) break;
      if (step > 0 ? units[i]! >= high : units[i]! <= low) continue;
      units[i]! += step;
      left -= step;
    }
  }
  return units;
}

/**
 * The even forecast: 1000·seats shared equally by largest remainder, in permille.
 *
 * @throws RangeError unless 1 ≤ seats < options ≤ 20
 */
export function even(options: number, seats: number): number[] {
  assertSeats(options, seats);
  return shareEqually(SEAT * seats, options);
}

/**
 * The forecast that gives each of k picks the same confidence and shares the rest equally among the others.
 *
 * @param picks indices of the k options picked, distinct, in any order
 * @param confidence probability of each pick in permille; rounded, then moved to the nearest feasible value
 * @returns permille, shape [options]
 * @throws RangeError when the confidence is not finite, or there are not exactly k distinct picks in 0..options−1
 */
export function fromPicks(
  options: number,
  seats: number,
  picks: readonly number[],
  confidence: number,
): number[] {
  assertSeats(options, seats);
  if (picks.length !== seats || new Set(picks).size !== seats) {
    throw new RangeError(`exactly ${seats} distinct picks are needed, not [${picks.join(', ')}]`);
  }
  if (!picks.every((pick) => Number.isInteger(pick) && pick >= 0 && pick < options)) {
    throw new RangeError(`picks must be in 0..${options - 1}, not [${picks.join(', ')}]`);
  }
  if (!Number.isFinite(confidence)) throw new RangeError('confidence must be a finite number of permille');
  const others = options - seats;
  const highest = Math.min(MAX_PERMILLE, Math.floor((SEAT * seats - MIN_PERMILLE * others) / seats));
  const lowest = Math.max(MIN_PERMILLE, Math.ceil((SEAT * seats - MAX_PERMILLE * others) / seats));
  const each = clamp(Math.round(confidence), lowest, highest);
  const rest = shareEqually((SEAT - each) * seats, others);
  const picked = new Set(picks);
  return Array.from({ length: options }, (_, i) => (picked.has(i) ? each : rest.shift()!));
}

/**
 * Sets one option to a value and rebalances the unlocked others by a common shift in log-odds, rounded by largest
 * remainder. Their order, the bounds and the sum are kept; locked options never change.
 * During a drag, always pass the forecast at its start, not the previous frame's: otherwise rounding accumulates.
 *
 * @param permille a forecast, shape [n]; its seats are its sum / 1000
 * @param index the option that moves; where it is locked itself, nothing moves
 * @param value wanted permille, any finite number; rounded, then moved to the nearest feasible value
 * @param locked whether each option must stay, shape [n]
 * @throws RangeError when the forecast, the index, the value or the shape of `locked` is broken
 */
export function rebalance(
  permille: readonly number[],
  index: number,
  value: number,
  locked: readonly boolean[],
): number[] {
  const n = permille.length;
  assertForecast(permille, n, sum(permille) / SEAT);
  if (locked.length !== n) throw new RangeError(`locked must have ${n} entries, not ${locked.length}`);
  if (!Number.isInteger(index) || index < 0 || index >= n) throw new RangeError(`no option ${index}`);
  if (!Number.isFinite(value)) throw new RangeError('value must be a finite number of permille');
  const free = permille.map((_, i) => i).filter((i) => i !== index && !locked[i]);
  if (locked[index] || free.length === 0) return [...permille];
  const room = permille[index]! + sum(free.map((i) => permille[i]!));
  const lowest = Math.max(MIN_PERMILLE, room - MAX_PERMILLE * free.length);
  const highest = Math.min(MAX_PERMILLE, room - MIN_PERMILLE * free.length);
  const moved = [...permille];
  moved[index] = clamp(Math.round(value), lowest, highest);
  const shifted = shiftTogether(
    free.map((i) => permille[i]!),
    room - moved[index],
  );
  free.forEach((i, at) => (moved[i] = shifted[at]!));
  return moved;
}

/**
 * The nearest forecast to numbers with a wrong sum: one common shift in log-odds, rounded by largest remainder.
 * Order is kept; numbers that already sum to 1000·seats come back unchanged.
 *
 * @param values integers in 1..999, shape [n]
 * @throws RangeError when a value is out of range or the seats do not fit
 */
export function balance(values: readonly number[], seats: number): number[] {
  assertSeats(values.length, seats);
  if (!values.every(isPermille)) {
    throw new RangeError(
      `values must be integers in ${MIN_PERMILLE}..${MAX_PERMILLE}, not [${values.join(', ')}]`,
    );
  }
  return shiftTogether(values, SEAT * seats);
}

/**
 * The k options to which a forecast gives most, in index order; null where the k-th and the next differ by less than
 * 10 permille.
 *
 * @throws RangeError when the forecast is broken
 */
export function picksOf(permille: readonly number[], seats: number): number[] | null {
  assertForecast(permille, permille.length, seats);
  const order = permille.map((_, i) => i).sort((a, b) => permille[b]! - permille[a]!);
  if (permille[order[seats - 1]!]! - permille[order[seats]!]! < PICK_MARGIN) return null;
  return order.slice(0, seats).sort((a, b) => a - b);
}

/**
 * Minimum, preset and maximum of the confidence slider, in permille: from even odds k/n, rounded up so that a pick is never
 * below even, to 95 % or, if that is more, half-way from even odds to 99.9 %. The preset is the middle, rounded to a
 * multiple of 5 % if that lies strictly inside.
 *
 * @throws RangeError unless 1 ≤ seats < options ≤ 20
 */
export function confidenceRange(
  options: number,
  seats: number,
): { min: number; preset: number; max: number } {
  assertSeats(options, seats);
  const min = Math.ceil((SEAT * seats) / options);
  const halfway = Math.floor((SEAT * seats + MAX_PERMILLE * options) / (2 * options));
  const max = Math.max(MAX_CONFIDENCE, halfway);
  const middle = (min + max) / 2;
  const round = Math.round(middle / PRESET_STEP) * PRESET_STEP;
  return { min, preset: round > min && round < max ? round : Math.round(middle), max };
}

function isPermille(value: number): boolean {
  return Number.isInteger(value) && value >= MIN_PERMILLE && value <= MAX_PERMILLE;
}

function shareEqually(total: number, parts: number): number[] {
  return largestRemainder(Array<number>(parts).fill(total / parts), total, MIN_PERMILLE, MAX_PERMILLE);
}

function shiftTogether(permille: readonly number[], total: number): number[] {
  const logOdds = permille.map((p) => logit(p / SEAT));
  const shares = shiftToSum(logOdds, total / SEAT, MIN_PERMILLE / SEAT, MAX_PERMILLE / SEAT);
  const scaled = shares.map((share) => share * SEAT);
  return largestRemainder(scaled, total, MIN_PERMILLE, MAX_PERMILLE);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
