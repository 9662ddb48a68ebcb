// Selects that other features read in one statement with theirs.
import type { Db } from '../db/connect.ts';

/** Select of when the last point of a question was recorded, as `at`; null without one. */
export function selectLastAt(db: Db, questionId: number) {
  return db
    .selectFrom('crowdPoint')
    .select((e) => e.fn.max('at').as('at'))
    .where('questionId', '=', questionId);
}
