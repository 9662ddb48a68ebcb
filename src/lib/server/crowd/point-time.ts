/** A row of `crowd_point` stands for the minute that begins at its `at`. */
export const POINT_MS = 60_000;

/** From when a point counts in scores, in ms since the epoch: it holds the odds at the end of its minute. */
export function countsFrom(at: Date): number {
  return at.getTime() + POINT_MS;
}
