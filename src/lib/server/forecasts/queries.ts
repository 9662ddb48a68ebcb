import type { Db } from '../db/connect.ts';

export interface ForecastRow {
  questionId: number;
  seq: number;
  madeAt: Date;
  permille: number[] | null;
  requestId: string;
}

export interface NewForecast {
  questionId: number;
  accountId: number;
  /** In option order; null withdraws. */
  permille: number[] | null;
  requestId: string;
}

/**
 * The one statement by which a forecast enters: the gate (a trigger) judges and stamps it, the log grows by a
 * row, and the standing row follows.
 *
 * @returns undefined where this account has used the requestId before
 */
export function insertForecast(db: Db, forecast: NewForecast): Promise<ForecastRow | undefined> {
  return db
    .with('logged', (q) =>
      q
        .insertInto('forecast')
        .values(forecast)
        .returning(['questionId', 'accountId', 'seq', 'madeAt', 'permille', 'requestId']),
    )
    .with('stood', (q) =>
      q
        .insertInto('standing')
        .columns(['questionId', 'accountId', 'seq', 'madeAt', 'permille'])
        .expression((e) =>
          e.selectFrom('logged').select(['questionId', 'accountId', 'seq', 'madeAt', 'permille']),
        )
        .onConflict((c) =>
          c
            .columns(['questionId', 'accountId'])
            .doUpdateSet((e) => ({
              seq: e.ref('excluded.seq'),
              madeAt: e.ref('excluded.madeAt'),
              permille: e.ref('excluded.permille'),
            }))
            .whereRef('standing.seq', '<', 'excluded.seq'),
        ),
    )
    .selectFrom('logged')
    .select(['questionId', 'seq', 'madeAt', 'permille', 'requestId'])
    .executeTakeFirst();
}

/** Whether the account had a row on the question before this place in the log. */
export async function hasEarlier(
  db: Db,
  accountId: number,
  questionId: number,
  seq: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('forecast')
    .select('seq')
    .where('accountId', '=', accountId)
    .where('questionId', '=', questionId)
    .where('seq', '<', seq)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export function findByRequest(
  db: Db,
  accountId: number,
  requestId: string,
): Promise<ForecastRow | undefined> {
  return db
    .selectFrom('forecast')
    .select(['questionId', 'seq', 'madeAt', 'permille', 'requestId'])
    .where('accountId', '=', accountId)
    .where('requestId', '=', requestId)
    .executeTakeFirst();
}

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
