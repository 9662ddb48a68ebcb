import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Db } from '../db/connect.ts';
import { selectLogOn } from '../forecasts/selects.ts';
import { selectLastPlace } from '../leaderboard/selects.ts';
import { OWN_FORECAST_ROWS } from './own-forecast.ts';
import { selectVersions } from './queries.ts';
import { selectRankChanges, selectRankLosses } from './standing-queries.ts';

/**
 * In one statement all versions of a question's resolution, oldest first, each with the decider's newest forecasts when it
 * was published, how many it ranked, and the first rank changes that it caused.
 */
export function listHistory(db: Db, questionId: number, mostChanges: number) {
  return selectVersions(db, questionId)
    .select((e) => {
      const of = { questionId: e.ref('resolution.questionId'), version: e.ref('resolution.version') };
      const log = { limit: OWN_FORECAST_ROWS, until: e.ref('resolution.publishedAt') };
      return [
        jsonArrayFrom(selectLogOn(db, e.ref('resolution.decidedBy'), questionId, log)).as('deciderLog'),
        selectLastPlace(db, of.questionId, of.version).as('ranked'),
        e
          .case()
          .when('resolution.outcome', 'is not', null)
          .then(jsonArrayFrom(selectRankChanges(db, of, mostChanges)))
          .else(jsonArrayFrom(selectRankLosses(db, of, mostChanges)))
          .end()
          .as('rankChanges'),
      ];
    })
    .execute();
}

export type HistoryRow = Awaited<ReturnType<typeof listHistory>>[number];
