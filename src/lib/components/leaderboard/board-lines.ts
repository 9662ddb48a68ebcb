// Which rows a page of a board shows, and where: rows out of rank stand where their points would be, and the reader's own
// row is always there, with its neighbours.
import type { BoardRow } from '#lib/types/leaderboard.ts';

type Placed = Pick<BoardRow, 'handle' | 'who' | 'place'>;

interface Shown<Row extends Placed> {
  rows: Row[];
  near: Row[];
  mine: Row | null;
  references: Row[];
  ranked: number;
}

/**
 * The rows of a page, in groups between which others are left out. What was found by handle stays as it was found.
 *
 * @param isFound the rows were searched for by handle
 */
export function boardLines(board: Shown<BoardRow>, isFound: boolean): BoardRow[][] {
  return linesBy(board, isFound, ({ peerMicro }) => peerMicro);
}

/** The same of a board that ranks by other points. */
export function linesBy<Row extends Placed>(
  { rows, near, mine, references, ranked }: Shown<Row>,
  isFound: boolean,
  points: (row: Row) => number,
): Row[][] {
  const own = mine ? [mine] : [];
  if (isFound) return [rows, unique([...rows, ...own]).slice(rows.length)].filter(({ length }) => length > 0);

  const groups: Row[][] = [];
  let before = 0;
  let last: Row | null = null;
  const ordered = byPoints(unique([...rows, ...references, ...near, ...own]), points);
  for (const [i, row] of ordered.entries()) {
    const after = ordered.slice(i).find(({ place }) => place !== null)?.place ?? ranked + 1;
    const isInGap = after > before + 1;
    // All rows out of rank that belong into a gap stand together.
    const continues = !isInGap || (row.place === null && last?.place === null);
    if (last && continues) groups.at(-1)!.push(row);
    else groups.push([row]);
    before = row.place ?? before;
    last = row;
  }
  return groups;
}

/** Every account or reference once: the first row of each. */
function unique<Row extends Placed>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.toReversed().map((row) => [rowKey(row), row])).values()].reverse();
}

/** Tells rows of a board apart: somebody's handle may be "crowd". */
export function rowKey({ handle, who }: Pick<BoardRow, 'handle' | 'who'>): string {
  return handle === null ? `(${who})` : handle;
}

/** Most points first; of equal ones those with a rank first, by place, and otherwise in the order given. */
function byPoints<Row extends Placed>(rows: Row[], points: (row: Row) => number): Row[] {
  return rows.toSorted((a, b) => points(b) - points(a) || (a.place ?? Infinity) - (b.place ?? Infinity) || 0);
}
