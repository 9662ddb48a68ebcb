// Selects that other features read in one statement with theirs.
import { type Expression, sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Select of the latest forecast of an account on each question; null where it was withdrawn. */
export function selectLatestOf(db: Db, accountId: number) {
  return db
    .selectFrom('standing')
    .select(['questionId', 'madeAt', 'permille'])
    .where('accountId', '=', accountId);
}

/** Select of the author's standing forecasts; `carriedOver` while nobody can sign in to the account. */
export function selectStandingOfAuthor(db: Db) {
  return db
    .selectFrom('standing')
    .innerJoin('account', 'account.id', 'standing.accountId')
    .select(['standing.questionId', 'standing.madeAt', 'standing.permille'])
    .select(sql<boolean>`not has_way_in(account.id)`.as('carriedOver'))
    .where('account.isAuthor', '=', true)
    .where('standing.permille', 'is not', null)
    .$narrowType<{ permille: number[]; carriedOver: boolean }>();
}

/** Which rows of a log, newest first. */
export interface LogPage {
  limit: number;
  /** Only rows before this `seq`. */
  before?: number | undefined;
  /** Only rows made until then. */
  until?: Date | Expression<Date> | undefined;
}

/** Select of the rows of an account on one question, newest first. */
export function selectLogOn(
  db: Db,
  accountId: number | Expression<number>,
  questionId: number,
  { limit, before, until }: LogPage,
) {
  return db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select(['question.slug as question', 'forecast.requestId', 'forecast.madeAt', 'forecast.permille'])
    .select('forecast.seq')
    .where('forecast.accountId', '=', accountId)
    .where('forecast.questionId', '=', questionId)
    .$if(before !== undefined, (q) => q.where('forecast.seq', '<', before!))
    .$if(until !== undefined, (q) => q.where('forecast.madeAt', '<=', until!))
    .orderBy('forecast.seq', 'desc')
    .limit(limit);
}

/** Select of the author's rows on one question, oldest first. */
export function selectLogOfAuthorOn(db: Db, questionId: number) {
  return db
    .selectFrom('forecast')
    .innerJoin('account', 'account.id', 'forecast.accountId')
    .select(['forecast.madeAt', 'forecast.permille'])
    .where('account.isAuthor', '=', true)
    .where('forecast.questionId', '=', questionId)
    .orderBy('forecast.seq');
}

/** Select of an account's last row on a question before an instant; `permille` is null where it was withdrawn. */
export function selectLastBefore(
  db: Db,
  accountId: number | Expression<number>,
  questionId: number | Expression<number>,
  before: Date | Expression<Date>,
) {
  return db
    .selectFrom('forecast')
    .select('permille')
    .where('accountId', '=', accountId)
    .where('questionId', '=', questionId)
    .where('madeAt', '<', before)
    .orderBy('seq', 'desc')
    .limit(1);
}
