// How forecasts are written: one statement for a batch on one question, by the database function place_forecasts.
import { CompiledQuery } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { RunPrepared } from '../db/prepared.ts';
import type { NewForecast } from './new-forecast.ts';

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
