// Forecasts: placed, withdrawn, and read back by the person who made them. Nothing here ever changes a row:
// the log only grows, and the database's gate decides what enters it.
import type { Db } from '../db/connect.ts';
import { constraintOf, SqlState, sqlStateOf } from '../db/sqlstate.ts';
import {
  NotAForecastError,
  NothingToWithdrawError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionNotOpenError,
  RequestIdTakenError,
  TooManyRequestsError,
} from '../errors.ts';
import {
  findByRequest,
  hasEarlier,
  type ForecastRow,
  insertForecast,
  listLastTwoOn,
  listLogOf,
  listLogOfAuthorOn,
  listLogOn,
  listStandingOf,
  listStandingOfAuthor,
  type NewForecast,
} from './queries.ts';

export {
  hasEarlier,
  listLastTwoOn as lastTwoOn,
  listLogOf as log,
  listLogOfAuthorOn as authorLogOn,
  listLogOn as logOn,
  listStandingOf as standing,
  listStandingOfAuthor as author,
};

export interface Receipt extends ForecastRow {
  /** True where the same request had been accepted before: this is that receipt again. */
  replayed: boolean;
}

const FORECAST_LIMIT_SECONDS = 600;

/**
 * Places a forecast, or withdraws the standing one where `permille` is null. Safe to repeat: the same
 * requestId with the same numbers gives the same receipt, also after the close.
 *
 * @throws an AppError naming what the gate refused; RequestIdTakenError where the id came with other numbers
 */
export async function place(db: Db, forecast: NewForecast): Promise<Receipt> {
  const logged = await insert(db, forecast);
  if (logged) return { ...logged, replayed: false };

  const earlier = await findByRequest(db, forecast.accountId, forecast.requestId);
  if (!earlier || !isSame(earlier, forecast)) throw new RequestIdTakenError();
  return { ...earlier, replayed: true };
}

async function insert(db: Db, forecast: NewForecast): Promise<ForecastRow | undefined> {
  try {
    return await insertForecast(db, forecast);
  } catch (error) {
    if (constraintOf(error) === 'forecast_request') return undefined;
    throw refusal(error) ?? error;
  }
}

function refusal(error: unknown): Error | undefined {
  switch (sqlStateOf(error)) {
    case SqlState.questionClosed:
      return new QuestionClosedError();
    case SqlState.questionNotOpen:
      return new QuestionNotOpenError();
    case SqlState.notAForecast:
      return new NotAForecastError();
    case SqlState.noSuchQuestion:
      return new QuestionNotFoundError('');
    case SqlState.nothingToWithdraw:
      return new NothingToWithdrawError();
    case SqlState.tooManyForecasts:
      return new TooManyRequestsError(FORECAST_LIMIT_SECONDS);
    default:
      return undefined;
  }
}

function isSame(row: ForecastRow, forecast: NewForecast): boolean {
  if (row.questionId !== forecast.questionId) return false;
  if (row.permille === null || forecast.permille === null) return row.permille === forecast.permille;
  return (
    row.permille.length === forecast.permille.length &&
    row.permille.every((value, i) => value === forecast.permille?.[i])
  );
}
