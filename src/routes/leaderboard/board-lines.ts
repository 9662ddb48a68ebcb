// Which rows a page of a board shows, and where: rows out of rank stand where their points would be, and the reader's own
// row is always there.
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';

export interface BoardLines {
  /** Of an earlier page: shown above the first row. */
  above: BoardRow[];
  rows: BoardRow[];
  /** Of a later page: shown below the last row. */
  below: BoardRow[];
}

/** A page of a board with what is out of rank; what was found by handle stays as it was found. */
export function boardLines(view: BoardView, isFound: boolean): BoardLines {
  const { rows, mine, references, page, pages } = view;
  const isShown = (row: BoardRow) => row.handle !== null && rows.some(({ handle }) => handle === row.handle);
  const others = references.filter((row) => !isShown(row));
  const isMissing = mine && !isShown(mine) && !references.some(({ handle }) => handle === mine.handle);
  if (isFound) return { above: [], rows, below: mine && !isShown(mine) ? [mine] : [] };

  const extra = isMissing ? [...others, mine] : others;
  const first = rows[0]?.peerMicro ?? Infinity;
  const last = rows.at(-1)?.peerMicro ?? -Infinity;
  const isAbove = ({ peerMicro }: BoardRow) => page > 1 && peerMicro >= first;
  const isBelow = (row: BoardRow) => page < pages && row.peerMicro <= last && !isAbove(row);
  return {
    above: byPoints(extra.filter(isAbove)),
    rows: byPoints([...rows, ...extra.filter((row) => !isAbove(row) && !isBelow(row))]),
    below: byPoints(extra.filter(isBelow)),
  };
}

/** Most points first; of equal ones those with a rank first, and otherwise in the order given. */
function byPoints(rows: BoardRow[]): BoardRow[] {
  return rows.toSorted(
    (a, b) => b.peerMicro - a.peerMicro || Number(a.rank === null) - Number(b.rank === null),
  );
}
