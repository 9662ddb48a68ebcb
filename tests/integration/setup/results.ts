import type { Db } from '#lib/server/platform/db/connect.ts';
import { questionId } from './factories.ts';

/** What the crowd and the even forecast earned by a version. */
export async function referencesOf(db: Db, slug: string, version: number) {
  const rows = await db
    .selectFrom('referenceScore')
    .select(['who', 'peerMicro', 'baselineMicro', 'coverageMillionths'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .execute();
  return Object.fromEntries(rows.map(({ who, ...score }) => [who, score]));
}

export async function linesOf(db: Db, slug: string, version: number) {
  const rows = await db
    .selectFrom('scoreLine')
    .select(['accountId', 'seq', 'fromAt', 'untilAt', 'peerMicro', 'baselineMicro'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .orderBy('seq')
    .execute();
  // An array of bigint comes as texts.
  return rows.map((row) => ({
    ...row,
    peerMicro: row.peerMicro.map(Number),
    baselineMicro: row.baselineMicro.map(Number),
  }));
}

/**
 * The accounts whose lines do not sum to their score: every number of a line is rounded to the micro-point, and so is the
 * score.
 */
export async function accountsWhoseLinesDiffer(db: Db, slug: string, version: number): Promise<number[]> {
  const lines = await linesOf(db, slug, version);
  const scores = await db
    .selectFrom('score')
    .select(['accountId', 'peerMicro', 'baselineMicro'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .execute();
  const differing = scores.filter((score) => {
    const mine = lines.filter(({ accountId }) => accountId === score.accountId);
    const peers = mine.flatMap(({ peerMicro }) => peerMicro);
    const baselines = mine.flatMap(({ baselineMicro }) => baselineMicro);
    const slack = 0.5 * (peers.length + 1);
    return (
      Math.abs(sum(peers) - score.peerMicro) > slack || Math.abs(sum(baselines) - score.baselineMicro) > slack
    );
  });
  return differing.map(({ accountId }) => accountId);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
