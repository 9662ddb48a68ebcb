import type { OwnForecastView } from '#lib/types/resolution.ts';
import type { Db } from '../db/connect.ts';
import * as forecasts from '../forecasts/service.ts';

/** An account's last forecast on a question at a time, including a withdrawn one; null when there was none. */
export async function ownForecast(
  db: Db,
  accountId: number,
  questionId: number,
  at?: Date,
): Promise<OwnForecastView | null> {
  // Two rows are enough: before a withdrawal there is always a forecast.
  const [latest, earlier] = await forecasts.logOn(db, accountId, questionId, { limit: 2, until: at });
  if (!latest) return null;
  const given = latest.permille ? latest : earlier;
  if (!given?.permille) return null;
  return {
    permille: given.permille,
    madeAt: given.madeAt.toISOString(),
    withdrawnAt: latest.permille ? null : latest.madeAt.toISOString(),
  };
}
