import type { Db } from '../db/connect.ts';

/** The odds at an instant, from the last point until then; undefined without one. */
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
