// Standard competition ranking (1, 1, 3): entries with equal points share the better rank.

/** An entry's rank and place, both from 1. Ranks can be shared; places are unique. */
interface Ranked<T> {
  readonly entry: T;
  readonly rank: number;
  readonly place: number;
}

/**
 * Ranks entries by points, most first. Equal points share a rank; their places follow the order of the input.
 *
 * @param points returns an entry's points; whole numbers, so that equality is exact
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
