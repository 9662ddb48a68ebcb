import type { OwnForecastView } from '#lib/types/resolution.ts';
import type { Db } from '../../platform/db/connect.ts';
import { isoOf } from '../../platform/db/sql.ts';
import * as forecasts from '../../forecasts/service.ts';

/** Newest rows of a log that are enough: before a withdrawal there is always a forecast. */
export const OWN_FORECAST_ROWS = 2;

interface LogRow {
  permille: number[] | null;
  madeAt: Date | string;
}

/** An account's last forecast on a question, including a withdrawn one; null when there was none. */
export async function ownForecast(
  db: Db,
  accountId: number,
  questionId: number,
): Promise<OwnForecastView | null> {
  return ownForecastFrom(await forecasts.logOn(db, accountId, questionId, { limit: OWN_FORECAST_ROWS }));
}

/** The same from the newest rows of the account's log on the question, newest first. */
export function ownForecastFrom([latest, earlier]: readonly LogRow[]): OwnForecastView | null {
  if (!latest) return null;
  const given = latest.permille ? latest : earlier;
  if (!given?.permille) return null;
  return {
    permille: given.permille,
    madeAt: isoOf(given.madeAt),
    withdrawnAt: latest.permille ? null : isoOf(latest.madeAt),
  };
}
