// A board on an open page: what is shown, and what waits while a reader has a finger on it. Pure.
import { scorePoints, sharePercent } from '#lib/format.ts';
import type { BoardRow, BoardUpdate } from '#lib/types/leaderboard.ts';

export interface CachedLeaderboard {
  shown: BoardUpdate;
  /** The newest that came while the shown one had to stay; null where none did. */
  waiting: BoardUpdate | null;
  /** How often a reader would have seen a change meanwhile. */
  missed: number;
}

/** A new board comes in: shown at once, or kept until it may be. */
export function arrive(held: CachedLeaderboard, update: BoardUpdate, mustWait: boolean): CachedLeaderboard {
  if (!mustWait) {
    // One that reads the same is not replaced, so that nothing is rendered again.
    return { shown: isChange(held.shown, update) ? update : held.shown, waiting: null, missed: 0 };
  }
  const changed = isChange(held.waiting ?? held.shown, update);
  return { ...held, waiting: update, missed: held.missed + (changed ? 1 : 0) };
}

/** What waits is shown. */
export function release({ shown, waiting }: CachedLeaderboard): CachedLeaderboard {
  return { shown: waiting ?? shown, waiting: null, missed: 0 };
}

/** Whether a reader sees any difference: points drift by millionths all the time. */
export function isChange(before: BoardUpdate, after: BoardUpdate): boolean {
  return written(before) !== written(after);
}

function written({ questions, ranked, rows, references }: BoardUpdate): string {
  const row = ({ handle, who, rank, ...numbers }: BoardRow) => [
    handle ?? who,
    rank,
    scorePoints(numbers.peerMicro),
    scorePoints(numbers.baselineMicro),
    sharePercent(numbers.coverageMillionths),
    numbers.questions,
  ];
  return JSON.stringify([questions, ranked, [...rows, ...references].map(row)]);
}
