import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

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

/** Every question that follows an older edition, with the title of that edition. */
export function listFollowing(db: Db) {
  return db
    .selectFrom('question as newer')
    .innerJoin('question as older', 'older.id', 'newer.followsId')
    .select(['newer.slug', 'older.titleKo', 'older.titleEn'])
    .where('newer.isDraft', '=', false)
    .execute();
}
