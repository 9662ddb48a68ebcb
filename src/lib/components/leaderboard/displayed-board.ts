// A live board on an open page: the update that is shown, and the one that is pending while the reader holds or pauses
// the rows. Pure.
import { scorePoints, sharePercent } from '#lib/format.ts';
import type { BoardRow, BoardUpdate } from '#lib/types/leaderboard.ts';

export interface DisplayedBoard {
  shown: BoardUpdate;
  /** The newest update that is not shown yet; null where there is none. */
  pending: BoardUpdate | null;
  /** Number of visible changes since the shown update. */
  missed: number;
}

/** Takes an update: shown at once, or pending where it must wait. */
export function receive(displayed: DisplayedBoard, update: BoardUpdate, mustWait: boolean): DisplayedBoard {
  if (!mustWait) {
    // One that reads the same is not replaced, so that nothing is rendered again.
    return { shown: isChange(displayed.shown, update) ? update : displayed.shown, pending: null, missed: 0 };
  }
  const changed = isChange(displayed.pending ?? displayed.shown, update);
  return { ...displayed, pending: update, missed: displayed.missed + (changed ? 1 : 0) };
}

/** Shows the pending update. */
export function showPending({ shown, pending }: DisplayedBoard): DisplayedBoard {
  return { shown: pending ?? shown, pending: null, missed: 0 };
}

/** Whether a reader sees any difference: points drift by millionths all the time. */
export function isChange(before: BoardUpdate, after: BoardUpdate): boolean {
  return written(before) !== written(after);
}

function written({ questions, ranked, pool, rows, references }: BoardUpdate): string {
  const row = ({ handle, who, rank, ...numbers }: BoardRow) => [
    handle ?? who,
    rank,
    scorePoints(numbers.peerMicro),
    scorePoints(numbers.baselineMicro),
    numbers.dayOfFirstWeek ?? sharePercent(numbers.coverageMillionths),
    numbers.questions,
  ];
  return JSON.stringify([questions, ranked, pool, [...rows, ...references].map(row)]);
}
