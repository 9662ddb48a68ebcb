// Standard competition ranking (1, 1, 3): who has as many points as another shares the better rank.

/** The rank of an entry and its place: ranks may be shared, places never are. Both from 1. */
export interface Ranked<T> {
  readonly entry: T;
  readonly rank: number;
  readonly place: number;
}

/**
 * Ranks entries by points, most first; of those with equal points the one that comes first in the list has the better
 * place, and all have one rank.
 *
 * @param points of an entry; whole numbers, so that equal is equal
 * @throws RangeError when points are not a number
 */
export function competitionRanking<T>(entries: readonly T[], points: (entry: T) => number): Ranked<T>[] {
  const sorted = entries.map((entry) => ({ entry, points: points(entry) }));
  if (sorted.some((each) => Number.isNaN(each.points))) throw new RangeError('points are numbers');
  sorted.sort((a, b) => b.points - a.points);
  let rank = 0;
  return sorted.map((each, i) => {
    if (i === 0 || each.points !== sorted[i - 1]!.points) rank = i + 1;
    return { entry: each.entry, rank, place: i + 1 };
  });
}
