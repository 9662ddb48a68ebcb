import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/sql.ts';
import { selectLatestOf } from '../../forecasts/queries.ts';
import { selectLastForecasts, selectScores, selectStanding } from '../leaderboard/selects.ts';

/** Finds an account by handle, case-insensitively; `isUnclaimed` is the author's while nobody can sign in to it. */
export function findForecaster(db: Db, handle: string) {
  return db
    .selectFrom('account')
    .select(['id', 'handle', 'joinedAt', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight'])
    .select(sql<boolean>`is_author and not has_way_in(id)`.as('isUnclaimed'))
    .where('handleKey', '=', sql<string>`lower(${handle})`)
    .executeTakeFirst();
}

/** In one statement the record of an account: its standing, scores, last forecasts before results, and latest forecasts. */
export function readRecord(db: Db, accountId: number) {
  return together(db, {
    standing: selectStanding(db, accountId),
    ...selectScores(db, accountId, 0),
    last: selectLastForecasts(db, accountId),
    latest: selectLatestOf(db, accountId),
  });
}
