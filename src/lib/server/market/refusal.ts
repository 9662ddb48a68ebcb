import { SqlState } from '../db/sqlstate.ts';
import {
  BusyError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionNotOpenError,
  TooManyRequestsError,
  TraderRefusedError,
} from '../errors.ts';

/** How many trades the log accepts of an account on one Korean day, over all markets. */
export const TRADES_PER_DAY = 300;

/** The log's daily limit starts anew at midnight in Korea. */
const RETRY_SECONDS = 60 * 60;

/** The error of a rule by which the database refuses a trade; null for any other SQLSTATE. */
export function refusalOf(sqlState: string | undefined): Error | null {
  switch (sqlState) {
    case SqlState.questionClosed:
      return new QuestionClosedError();
    case SqlState.questionNotOpen:
      return new QuestionNotOpenError();
    case SqlState.noSuchQuestion:
      return new QuestionNotFoundError();
    case SqlState.tooManyForecasts:
      return new TooManyRequestsError(RETRY_SECONDS);
    case SqlState.unverifiedTrader:
      return new TraderRefusedError('trade-unverified');
    case SqlState.excludedTrader:
      return new TraderRefusedError('trade-excluded');
    case SqlState.queryCanceled:
      return new BusyError();
    default:
      return null;
  }
}
