import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import { type LogPage, selectLatestOf } from './selects.ts';

/** The standing forecasts of one account, by question. */
export function listStandingOf(db: Db, accountId: number) {
  return selectLatestOf(db, accountId).where('permille', 'is not', null).execute();
}

/** Rows of an account in the log, newest first. */
export function listLogOf(db: Db, accountId: number, { limit, before }: LogPage) {
  return db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select(['question.slug as question', 'forecast.requestId', 'forecast.madeAt', 'forecast.permille'])
    .select('forecast.seq')
    .where('forecast.accountId', '=', accountId)
    .$if(before !== undefined, (q) => q.where('forecast.seq', '<', before!))
    .orderBy('forecast.seq', 'desc')
    .limit(limit)
    .execute();
}

/** The newest rows of an account on each question that it ever forecast, and how many there are. */
export function listLogHeads(db: Db, accountId: number, limit: number) {
  return db
    .selectFrom('standing')
    .innerJoin('question', 'question.id', 'standing.questionId')
    .innerJoinLateral(
      (e) =>
        e
          .selectFrom('forecast')
          .select(['seq', 'requestId', 'madeAt', 'permille'])
          .where('forecast.accountId', '=', accountId)
          .whereRef('forecast.questionId', '=', 'standing.questionId')
          .orderBy('seq', 'desc')
          .limit(limit)
          .as('log'),
      (join) => join.onTrue(),
    )
    .select(['question.slug as question', 'log.seq', 'log.requestId', 'log.madeAt', 'log.permille'])
    .select((e) =>
      e
        .selectFrom('forecast')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('forecast.accountId', '=', accountId)
        .whereRef('forecast.questionId', '=', 'standing.questionId')
        .as('total'),
    )
    .where('standing.accountId', '=', accountId)
    .orderBy('log.seq', 'desc')
    .$narrowType<{ total: number }>()
    .execute();
}

/** Whether a request of an account is in the log. */
export async function hasRequest(db: Db, accountId: number, requestId: string): Promise<boolean> {
  const row = await db
    .selectFrom('forecast')
    .select('seq')
    .where('accountId', '=', accountId)
    .where('requestId', '=', requestId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest row of an account on one question and the one before, newest first. */
export function listLastTwoOn(db: Db, accountId: number, questionId: number) {
  return db
    .selectFrom('forecast')
    .select(['permille', 'madeAt', 'seq'])
    .where('accountId', '=', accountId)
    .where('questionId', '=', questionId)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute();
}
