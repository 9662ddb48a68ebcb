// Odds of each survivor set: from one probability per option to one per k-subset, by the distribution of greatest
// entropy with those probabilities (see inclusion-weights.ts), which adds no dependence beyond the fixed number of seats.

import { inclusionWeights } from './inclusion-weights.ts';
import { assertSeats } from './seats.ts';

/** Most sets that are listed; a page cannot show more. */
export const MAX_SETS = 1000;
/** Relative tolerance below which two set probabilities count as equal. */
const TIE = 5e-13;

/** A set of options (indices in rising order) and the probability that exactly these survive. */
export interface SurvivorSet {
  members: number[];
  probability: number;
}

/**
 * Number of k-subsets of n options, C(n, k).
 *
 * @throws RangeError unless 1 ≤ seats < options ≤ 20
 */
export function setCount(options: number, seats: number): number {
  assertSeats(options, seats);
  let count = 1;
  for (let i = 1; i <= seats; i++) count = (count * (options - seats + i)) / i;
  return count;
}

/**
 * All k-subsets of n options, each with its members rising, in lexicographic order ("index order").
 *
 * @throws RangeError when there are more than 1,000, or not 1 ≤ seats < options ≤ 20
 */
export function listSets(options: number, seats: number): number[][] {
  const count = setCount(options, seats);
  if (count > MAX_SETS) throw new RangeError(`${count} survivor sets are more than ${MAX_SETS}`);
  const sets: number[][] = [];
  const members = Array.from({ length: seats }, (_, i) => i);
  for (;;) {
    sets.push([...members]);
    let at = seats - 1;
    while (at >= 0 && members[at] === options - seats + at) at--;
    if (at < 0) return sets;
    members[at]!++;
    for (let i = at + 1; i < seats; i++) members[i] = members[i - 1]! + 1;
  }
}

/**
 * Survivor sets with their probabilities, most likely first, ties in index order. The probabilities sum to 1 and, over
 * the sets that contain an option, to that option's probability, within 1e-12.
 *
 * @param probabilities probability of each option, in (0, 1), summing to `seats`, shape [n]
 * @param limit at most this many sets are returned; all by default
 * @throws RangeError when there are more than 1,000 sets, or the probabilities or the limit are broken
 */
export function survivorSets(
  probabilities: readonly number[],
  seats: number,
  limit = Infinity,
): SurvivorSet[] {
  if (!(limit >= 0)) throw new RangeError('limit must not be negative');
  const listed = listSets(probabilities.length, seats);
  const weights = inclusionWeights(probabilities, seats);
  const sets = listed.map((members) => ({
    members,
    probability: members.reduce((product, i) => product * weights[i]!, 1),
  }));
  sets.sort((a, b) => b.probability - a.probability);
  settleTies(sets);
  return sets.slice(0, limit);
}

/** Gives sets that differ only by rounding the same probability, in index order. */
function settleTies(sets: SurvivorSet[]): void {
  for (let from = 0, to = 0; from < sets.length; from = to) {
    const probability = sets[from]!.probability;
    while (to < sets.length && probability - sets[to]!.probability <= TIE * probability) to++;
    const tied = sets.slice(from, to).sort((a, b) => byIndex(a.members, b.members));
    tied.forEach(({ members }, i) => (sets[from + i] = { members, probability }));
  }
}

/** Index order of two sets of one size that differ. */
function byIndex(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((member, i) => member !== b[i]);
  return a[at]! - b[at]!;
}
