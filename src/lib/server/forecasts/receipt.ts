import { SqlState } from '../platform/db/sqlstate.ts';
import {
  NotAForecastError,
  NothingToWithdrawError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionNotOpenError,
  RequestIdTakenError,
  TooManyRequestsError,
} from '../platform/errors.ts';
import type { NewForecast, PlacedRow } from './queries.ts';

/** The row of the log that counts for a request. */
export interface Receipt {
  questionId: number;
  seq: number;
  madeAt: Date;
  permille: number[] | null;
  requestId: string;
  /** The account had no row on the question before this one. */
  isFirst: boolean;
  /** No row was added: the same request was accepted before, or the same numbers stand already. */
  replayed: boolean;
}

/** How many forecasts the gate accepts of an account on one Korean day. */
export const FORECASTS_PER_DAY = 300;

const HIGHEST_SMALLINT = 32_767;

/** @throws NotAForecastError where a number does not fit the type of its column, which would fail a whole statement */
export function requireStorable({ permille }: NewForecast): void {
  const isStorable = (value: number) => Number.isInteger(value) && Math.abs(value) <= HIGHEST_SMALLINT;
  if (permille?.every(isStorable) === false) throw new NotAForecastError();
}

/** @throws an AppError naming the rule by which the gate refuses the forecast */
export function receiptOf({ questionId, permille }: NewForecast, row: PlacedRow | undefined): Receipt {
  if (!row) throw new Error('The gate said nothing of a forecast.');
  if (row.refusal !== null) throw refusal(row.refusal, row.retrySeconds);
  const { seq, madeAt, requestId, isFirst, isNew } = row;
  return { questionId, seq, madeAt, permille, requestId, isFirst, replayed: !isNew };
}

function refusal(code: string, retrySeconds: number): Error {
  switch (code) {
    case SqlState.questionClosed:
      return new QuestionClosedError();
    case SqlState.questionNotOpen:
      return new QuestionNotOpenError();
    case SqlState.notAForecast:
      return new NotAForecastError();
    case SqlState.noSuchQuestion:
      return new QuestionNotFoundError();
    case SqlState.nothingToWithdraw:
      return new NothingToWithdrawError();
    case SqlState.tooManyForecasts:
      return new TooManyRequestsError(retrySeconds);
    case SqlState.requestIdTaken:
      return new RequestIdTakenError();
    default:
      return new Error(`The gate refused a forecast by an unknown rule: ${code}.`);
  }
}
