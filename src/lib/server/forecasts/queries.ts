import { CompiledQuery, type Expression, sql } from 'kysely';
import type { Db } from '../platform/db/connect.ts';
import type { RunPrepared } from '../platform/db/prepared.ts';

/** A forecast that somebody places, or a withdrawal. */
export interface NewForecast {
  questionId: number;
  accountId: number;
  /** In option order; null withdraws. */
  permille: number[] | null;
  requestId: string;
}

// Selects that other features read in one statement with theirs.

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

// How forecasts are written: one statement for a batch on one question, by the database function place_forecasts.

/** What the gate says of one forecast of a batch. */
export interface PlacedRow {
  accountId: number;
  /** The SQLSTATE of the rule that refuses it, or null. */
  refusal: string | null;
  /** It became a row of the log. */
  isNew: boolean;
  /** Place, time and request of the row that counts; of no use where it is refused. */
  seq: number;
  madeAt: Date;
  requestId: string;
  /** No earlier row of this account is on the question. */
  isFirst: boolean;
  /** Until the next midnight in Korea, when the daily limit starts anew. */
  retrySeconds: number;
}

const PLACE = `
  select account_id as "accountId", refusal, is_new as "isNew", seq, made_at as "madeAt",
         request_id as "requestId", is_first as "isFirst", retry_seconds as "retrySeconds"
    from place_forecasts($1, $2, $3, $4)`;

function valuesOf(questionId: number, forecasts: readonly NewForecast[]): unknown[] {
  return [
    questionId,
    forecasts.map(({ accountId }) => accountId),
    forecasts.map(({ requestId }) => requestId),
    forecasts.map(({ permille }) => permille && `{${permille.join()}}`),
  ];
}

/** Places a forecast on a connection, or in a transaction. */
export async function placeForecast(db: Db, forecast: NewForecast): Promise<PlacedRow | undefined> {
  const query = CompiledQuery.raw(PLACE, valuesOf(forecast.questionId, [forecast]));
  const { rows } = await db.executeQuery<PlacedRow>(query);
  return rows[0];
}

/** Places forecasts on one question, each of another account; they are committed when it resolves. */
export function placeBatch(
  run: RunPrepared,
  questionId: number,
  forecasts: readonly NewForecast[],
): Promise<PlacedRow[]> {
  return run<PlacedRow>('place_forecasts', PLACE, valuesOf(questionId, forecasts));
}
