import type { Db } from '../db/connect.ts';

/** The opened questions before and after an edition. */
export async function findNeighbours(db: Db, slug: string) {
  const question = await db
    .selectFrom('question')
    .select(['id', 'followsId'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!question) return [];
  return db
    .selectFrom('question')
    .select(['slug', 'titleKo', 'titleEn', 'closesAt', 'followsId'])
    .select((e) => e('followsId', 'is not distinct from', question.id).as('isNewer'))
    .where('isDraft', '=', false)
    .where((e) => e.or([e('followsId', '=', question.id), e('id', '=', question.followsId ?? 0)]))
    .execute();
}

/** New editions on which an account has never forecast, with its standing forecast on the previous edition. */
export function listCarried(db: Db, accountId: number) {
  return db
    .selectFrom('question as newer')
    .innerJoin('question as older', 'older.id', 'newer.followsId')
    .innerJoin('standing', 'standing.questionId', 'older.id')
    .select(['newer.slug', 'older.id as olderId', 'older.slug as olderSlug', 'standing.permille'])
    .where('newer.isDraft', '=', false)
    .where('standing.accountId', '=', accountId)
    .where('standing.permille', 'is not', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('standing as later')
            .select('later.seq')
            .whereRef('later.questionId', '=', 'newer.id')
            .where('later.accountId', '=', accountId),
        ),
      ),
    )
    .$narrowType<{ permille: number[] }>()
    .execute();
}

export function listFieldsOf(db: Db, questionIds: number[]) {
  return db
    .selectFrom('questionOption')
    .select(['questionId', 'slug', 'companySlug'])
    .where('questionId', 'in', questionIds)
    .orderBy('questionId')
    .orderBy('position')
    .execute();
}

/** Slugs of the questions that have a newer edition. */
export function listFollowed(db: Db) {
  return db
    .selectFrom('question as newer')
    .innerJoin('question as older', 'older.id', 'newer.followsId')
    .select('older.slug')
    .execute();
}
