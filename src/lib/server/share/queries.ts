import { sql } from 'kysely';
import type { Db } from '../platform/db/connect.ts';

/** The latest versions of resolutions, newest first. */
export function listVersions(db: Db, limit: number) {
  return db
    .selectFrom('resolution')
    .innerJoin('question', 'question.id', 'resolution.questionId')
    .select(['question.slug', 'version', 'outcome', 'publishedAt', 'note'])
    .select(sql<Date>`final_at(resolution)`.as('finalAt'))
    .select(sql<boolean>`provisional_until(resolution) is not null`.as('isProvisional'))
    .where('question.isDraft', '=', false)
    .orderBy('publishedAt', 'desc')
    .orderBy('question.slug')
    .limit(limit)
    .execute();
}
