// Selects that other features read in one statement with theirs.
import type { Db } from '../db/connect.ts';
import { POINT_MS } from './point-time.ts';

/** Select of when the last point of a question was recorded, as `at`; null without one. */
export function selectLastAt(db: Db, questionId: number) {
  return db
    .selectFrom('crowdPoint')
    .select((e) => e.fn.max('at').as('at'))
    .where('questionId', '=', questionId);
}

/** Select of the odds of a question that counted at an instant; none before a minute has passed. */
export function selectOddsAt(db: Db, questionId: number, instant: Date) {
  return db
    .selectFrom('crowdPoint')
    .select('permille')
    .where('questionId', '=', questionId)
    .where('at', '<=', new Date(instant.getTime() - POINT_MS))
    .orderBy('at', 'desc')
    .limit(1);
}
