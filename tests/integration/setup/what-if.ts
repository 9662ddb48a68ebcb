// What-if boards, and rows of them and of official ones in one shape.
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import { WhatIfBoards } from '#lib/server/results/what-if/boards.ts';
import type { ComputedBoard } from '#lib/server/results/what-if/compute.ts';
import type { TestDatabase } from './database.ts';
import { keeperOn } from './keeper.ts';

const WORKER = resolve('src/lib/server/results/what-if/worker.ts');

/** Boards of a log, with a worker that ends with the test. */
export function boardsOf(url: string, log: LogFollower): WhatIfBoards {
  const boards = new WhatIfBoards(WORKER, url, log);
  onTestFinished(() => boards.close());
  return boards;
}

/** Boards and the keeper whose log they follow; both end with the test. */
export async function startBoards({ db, appUrl }: Pick<TestDatabase, 'db' | 'appUrl'>) {
  const keeper = keeperOn(db);
  await keeper.start();
  onTestFinished(() => keeper.stop());
  return { keeper, boards: boardsOf(appUrl, keeper.log) };
}

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
