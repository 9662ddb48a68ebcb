// Rows of what-if boards and of official ones, in one shape.
import type { Db } from '#lib/server/db/connect.ts';
import type { ComputedBoard } from '#lib/server/what-if/compute.ts';

/** Everybody on a what-if board, ranked or not. */
export function rowsOf(board: ComputedBoard) {
  return Array.from(board.accounts, (accountId, i) => ({
    accountId,
    rank: board.ranks[i] || null,
    peerMicro: board.peerMicro[i],
    baselineMicro: board.baselineMicro[i],
    coverageMillionths: board.coverageMillionths[i],
    questions: board.questions[i],
  }));
}

/** The same of an edition of the official board of all questions. */
export function officialRows(db: Db, edition: number) {
  return db
    .selectFrom('boardEntry')
    .select(['accountId', 'rank', 'peerMicro', 'baselineMicro', 'coverageMillionths', 'questions'])
    .where('kind', '=', 'all')
    .where('edition', '=', edition)
    .where('questions', '>', 0)
    .orderBy('place')
    .orderBy('peerMicro', 'desc')
    .execute();
}
