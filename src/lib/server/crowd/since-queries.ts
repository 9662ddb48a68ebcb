import type { Db } from '../db/connect.ts';

/** The odds as they stood at an instant: of the last point until then, undefined where there was none. */
export function findOddsAt(db: Db, slug: string, at: Date) {
  return db
    .selectFrom('crowdPoint')
    .innerJoin('question', 'question.id', 'crowdPoint.questionId')
    .select('crowdPoint.permille')
    .where('question.slug', '=', slug)
    .where('crowdPoint.at', '<=', at)
    .orderBy('crowdPoint.at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
