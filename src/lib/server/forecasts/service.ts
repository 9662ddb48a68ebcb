// Forecasts: placed, withdrawn, and read back by the person who made them. Nothing here ever changes a row:
// the log only grows, and the database's gate decides what enters it.
import type { Db } from '../platform/db/connect.ts';
import * as queries from './queries.ts';
import { type LogPage, type NewForecast, placeForecast, selectLogOn } from './queries.ts';
import { ForecastChangedError } from '../platform/errors.ts';
import { type Receipt, receiptOf, requireStorable } from './receipt.ts';

/**
 * Places a forecast, or withdraws the standing one where `permille` is null, on one connection or in a transaction; the
 * site places by `ForecastBatches`. Safe to repeat: the same requestId with the same numbers gives the same receipt, also
 * after the close. Numbers that stand already add no row: the receipt is that of the standing row.
 *
 * @throws an AppError naming the rule by which the gate refuses it; RequestIdTakenError where the id came with other numbers
 */
export async function place(db: Db, forecast: NewForecast): Promise<Receipt> {
  requireStorable(forecast);
  return receiptOf(forecast, await placeForecast(db, forecast));
}

/**
 * Optimistic concurrency between a reader's windows: a forecast that the reader has not seen is not replaced. A repeated
 * request and the same numbers pass.
 *
 * @param basedOn instant, ISO 8601, of the forecast that the reader's page showed; empty where it showed none
 * @throws ForecastChangedError where another forecast stands
 */
export async function requireUnchanged(db: Db, forecast: NewForecast, basedOn: string): Promise<void> {
  const { accountId, questionId, requestId, permille } = forecast;
  const [latest] = await logOn(db, accountId, questionId, { limit: 1 });
  if (!latest?.permille || latest.madeAt.toISOString() === basedOn) return;
  if (permille?.join() === latest.permille.join()) return;
  if (await queries.hasRequest(db, accountId, requestId)) return;
  throw new ForecastChangedError({ permille: latest.permille, madeAt: latest.madeAt });
}

/** The standing forecasts of one account, by question. */
export function standing(db: Db, accountId: number): ReturnType<typeof queries.listStandingOf> {
  return queries.listStandingOf(db, accountId);
}

type LogRow = Awaited<ReturnType<typeof queries.listLogOf>>[number];

/** Rows of a log on one page. */
export const LOG_PAGE = 100;

/** Rows of an account in the log, newest first. */
export function log(
  db: Db,
  accountId: number,
  page: LogPage = { limit: LOG_PAGE },
): ReturnType<typeof queries.listLogOf> {
  return queries.listLogOf(db, accountId, page);
}

/** Rows of an account on one question, newest first. */
export function logOn(
  db: Db,
  accountId: number,
  questionId: number,
  page: LogPage = { limit: LOG_PAGE },
): Promise<LogRow[]> {
  return selectLogOn(db, accountId, questionId, page).execute();
}

/** The newest rows of an account on each question that it ever forecast, and how many there are. */
export function logHeads(db: Db, accountId: number, limit: number): ReturnType<typeof queries.listLogHeads> {
  return queries.listLogHeads(db, accountId, limit);
}

/** The newest row of an account on one question and the one before, newest first. */
export function lastTwoOn(
  db: Db,
  accountId: number,
  questionId: number,
): ReturnType<typeof queries.listLastTwoOn> {
  return queries.listLastTwoOn(db, accountId, questionId);
}
