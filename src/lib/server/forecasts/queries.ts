import type { Db } from '../db/connect.ts';

/** The standing forecasts of one account, by question. */
export function listStandingOf(db: Db, accountId: number) {
  return db
    .selectFrom('standing')
    .select(['questionId', 'madeAt', 'permille'])
    .where('accountId', '=', accountId)
    .where('permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .execute();
}

/** The author's standing forecasts, and whether anybody has claimed the account yet. */
export function listStandingOfAuthor(db: Db) {
  return db
    .selectFrom('standing')
    .innerJoin('account', 'account.id', 'standing.accountId')
    .select(['standing.questionId', 'standing.madeAt', 'standing.permille'])
    .select((e) =>
      e.and([e('account.passwordHash', 'is', null), e('account.email', 'is', null)]).as('carriedOver'),
    )
    .where('account.isAuthor', '=', true)
    .where('standing.permille', 'is not', null)
    .$narrowType<{ permille: number[]; carriedOver: boolean }>()
    .execute();
}

/** Every row that an account has in the log, newest first. */
export function listLogOf(db: Db, accountId: number) {
  return db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select(['question.slug as question', 'forecast.requestId', 'forecast.madeAt', 'forecast.permille'])
    .where('forecast.accountId', '=', accountId)
    .orderBy('forecast.seq', 'desc')
    .execute();
}

/** An account's rows on one question, newest first. */
export function listLogOn(db: Db, accountId: number, questionId: number) {
  return db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select(['question.slug as question', 'forecast.requestId', 'forecast.madeAt', 'forecast.permille'])
    .where('forecast.accountId', '=', accountId)
    .where('forecast.questionId', '=', questionId)
    .orderBy('forecast.seq', 'desc')
    .execute();
}

/** The newest row of an account on one question and the one before, newest first. */
export function listLastTwoOn(db: Db, accountId: number, questionId: number) {
  return db
    .selectFrom('forecast')
    .select('permille')
    .where('accountId', '=', accountId)
    .where('questionId', '=', questionId)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute();
}

/** The author's rows on one question, oldest first. */
export function listLogOfAuthorOn(db: Db, questionId: number) {
  return db
    .selectFrom('forecast')
    .innerJoin('account', 'account.id', 'forecast.accountId')
    .select(['forecast.madeAt', 'forecast.permille'])
    .where('account.isAuthor', '=', true)
    .where('forecast.questionId', '=', questionId)
    .orderBy('forecast.seq')
    .execute();
}
