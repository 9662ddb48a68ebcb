// A board as an open page shows it: as it was rendered, with what has come in since.
import type { BoardRow, BoardUpdate, BoardView, OwnBoardView } from '#lib/types/leaderboard.ts';

/**
 * @param update the live first rows; null on any but the first page, and before the first came
 * @param own the reader's own row where it has changed since
 */
export function liveBoard(board: BoardView, update: BoardUpdate | null, own: OwnBoardView | null): BoardView {
  if (!update) return board;
  const { questions, ranked, pool, rows, references } = update;
  const mine = own?.mine ?? board.mine;
  const isMine = ({ handle }: BoardRow) => handle !== null && handle === mine?.handle;
  return {
    ...board,
    ...{ questions, ranked, pool, rows, references },
    near: own?.near ?? board.near,
    pages: Math.max(1, Math.ceil(ranked / board.pageRows)),
    // The rows that everybody sees are newer than the reader's own.
    mine: [...rows, ...references].find(isMine) ?? mine,
  };
}

/** Which rows of which what-if board a page follows. */
type Scope = Pick<BoardUpdate, 'assume' | 'newcomersOnly' | 'limit'>;

/** The part of a board that live updates replace. */
export function asUpdate(
  { questions, ranked, pool, rows, limit, references }: BoardView,
  { assume, newcomersOnly }: Pick<Scope, 'assume' | 'newcomersOnly'>,
): BoardUpdate {
  return { assume: [...assume], newcomersOnly, limit, questions, ranked, pool, rows, references };
}

/** The update where it is of this board, with as many rows; else null. */
export function updateOf(
  update: BoardUpdate | null,
  { assume, newcomersOnly, limit }: Scope,
): BoardUpdate | null {
  const isSame =
    String(update?.assume) === String(assume) &&
    update?.newcomersOnly === newcomersOnly &&
    update.limit === limit;
  return isSame ? update : null;
}
