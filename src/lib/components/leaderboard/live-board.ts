// A board as an open page shows it: as it was rendered, with what has come in since.
import type { BoardRow, BoardUpdate, BoardView, OwnBoardView } from '#lib/types/leaderboard.ts';

/**
 * @param update the live first rows; null on any but the first page, and before the first came
 * @param own the reader's own row where it has changed since
 */
export function liveBoard(
  board: BoardView,
  update: BoardUpdate | null,
  own: OwnBoardView | null,
  pageRows: number,
): BoardView {
  if (!update) return board;
  const { questions, ranked, rows, references } = update;
  const mine = own?.mine ?? board.mine;
  const isMine = ({ handle }: BoardRow) => handle !== null && handle === mine?.handle;
  return {
    ...board,
    ...{ questions, ranked, rows, references },
    pages: Math.max(1, Math.ceil(ranked / pageRows)),
    // The rows that everybody sees are newer than the reader's own.
    mine: [...rows, ...references].find(isMine) ?? mine,
  };
}

/** The part of a board that live updates replace. */
export function asUpdate({ questions, ranked, rows, references }: BoardView, assume: string[]): BoardUpdate {
  return { assume, questions, ranked, rows, references };
}
