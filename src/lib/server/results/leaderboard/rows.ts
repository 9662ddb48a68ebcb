import type { BoardRow } from '#lib/types/leaderboard.ts';
import type { EntryRecord, LeftOut } from './queries.ts';

/** Converts a stored entry to a leaderboard row. */
export function rowOf(
  entry: Omit<EntryRecord, 'excludedAt'> & { excludedAt: Date | string | null },
): BoardRow {
  const { handle, rank, place, peerMicro, baselineMicro, coverageMillionths, dayOfFirstWeek, questions } =
    entry;
  return {
    ...{ handle, who: whoIs(entry), rank, place },
    ...{ peerMicro, baselineMicro, coverageMillionths, dayOfFirstWeek, questions },
  };
}

/** Identity of a row: a forecaster, or the reason why the row is not ranked. */
export function whoIs({
  isAuthor,
  isAdmin,
  excludedAt,
  crowdWeight,
}: Pick<EntryRecord, 'isAuthor' | 'isAdmin' | 'crowdWeight'> & {
  excludedAt: Date | string | null;
}): BoardRow['who'] {
  if (isAuthor) return 'author';
  if (isAdmin) return 'admin';
  if (excludedAt) return 'excluded';
  return crowdWeight === 'none' ? 'unverified' : 'forecaster';
}

/** Total score of the crowd, the market or the even forecast over some questions. */
export interface ReferenceSum {
  who: 'crowd' | 'market' | 'even';
  peerMicro: number;
  baselineMicro: number;
  coverageSum: number;
  questions: number;
}

/** The crowd, the market, the author, the even forecast, in that order. @param counted the questions that count on the board */
export function referenceRows(
  sums: readonly ReferenceSum[],
  author: BoardRow | null,
  counted: number,
): BoardRow[] {
  const rowFor = (wanted: ReferenceSum['who']): BoardRow[] =>
    sums
      .filter(({ who }) => who === wanted)
      .map(({ coverageSum, ...sum }) => ({
        ...sum,
        handle: null,
        rank: null,
        place: null,
        coverageMillionths: Math.round(coverageSum / counted),
        dayOfFirstWeek: null,
      }));
  return [...rowFor('crowd'), ...rowFor('market'), ...(author ? [author] : []), ...rowFor('even')];
}

/** An entry with rank and place adjusted for accounts excluded since the scores were published. */
export function moveUp<Entry extends Pick<EntryRecord, 'rank' | 'place'>>(
  entry: Entry,
  excluded: readonly LeftOut[],
): Entry {
  const { rank, place } = entry;
  if (rank === null || place === null) return entry;
  if (excluded.some((other) => other.place === place)) return { ...entry, rank: null, place: null };
  return {
    ...entry,
    rank: rank - excluded.filter((other) => other.rank < rank).length,
    place: place - excluded.filter((other) => other.place < place).length,
  };
}
