import type { Db } from '../db/connect.ts';

/** Select of the score lines of an account: points per forecast and option, the first `limit` in every resolution version. */
export function selectLines(db: Db, accountId: number, limit: number) {
  return db
    .selectFrom('score')
    .innerJoinLateral(
      (e) =>
        e
          .selectFrom('scoreLine')
          .selectAll('scoreLine')
          .whereRef('scoreLine.questionId', '=', 'score.questionId')
          .whereRef('scoreLine.version', '=', 'score.version')
          .whereRef('scoreLine.accountId', '=', 'score.accountId')
          .orderBy('seq')
          .limit(limit)
          .as('line'),
      (join) => join.onTrue(),
    )
    .innerJoin('forecast', (join) =>
      join.onRef('forecast.questionId', '=', 'line.questionId').onRef('forecast.seq', '=', 'line.seq'),
    )
    .select(['line.questionId', 'line.version', 'line.fromAt', 'line.untilAt', 'line.seq'])
    .select(['line.peerMicro', 'line.baselineMicro', 'forecast.permille'])
    .where('score.accountId', '=', accountId)
    .where('forecast.permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .orderBy('line.seq');
}

/** Score lines of an account in one resolution version, after a `seq`. */
export function listLinesOf(
  db: Db,
  accountId: number,
  {
    questionId,
    version,
    after,
    limit,
  }: { questionId: number; version: number; after: number; limit: number },
) {
  return db
    .selectFrom('scoreLine as line')
    .innerJoin('forecast', (join) =>
      join.onRef('forecast.questionId', '=', 'line.questionId').onRef('forecast.seq', '=', 'line.seq'),
    )
    .select(['line.questionId', 'line.version', 'line.fromAt', 'line.untilAt', 'line.seq'])
    .select(['line.peerMicro', 'line.baselineMicro', 'forecast.permille'])
    .where('line.questionId', '=', questionId)
    .where('line.version', '=', version)
    .where('line.accountId', '=', accountId)
    .where('line.seq', '>', after)
    .where('forecast.permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .orderBy('line.seq')
    .limit(limit)
    .execute();
}
