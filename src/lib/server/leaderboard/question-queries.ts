import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import { HANDLE_ORDER, prefixPattern } from '../db/handle-prefix.ts';

function scores(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('score')
    .innerJoin('account', 'account.id', 'score.accountId')
    .select(['handle', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight', 'rank', 'place'])
    .select(['peerMicro', 'baselineMicro', 'coverageMillionths'])
    .select(sql<number>`1`.as('questions'))
    .where('questionId', '=', questionId)
    .where('version', '=', version);
}

export function listScorePlaces(db: Db, questionId: number, version: number, from: number, to: number) {
  return scores(db, questionId, version)
    .where('place', '>=', from)
    .where('place', '<=', to)
    .orderBy('place')
    .execute();
}

export function findScore(db: Db, questionId: number, version: number, accountId: number) {
  return scores(db, questionId, version).where('score.accountId', '=', accountId).executeTakeFirst();
}

export function findAuthorScore(db: Db, questionId: number, version: number) {
  return scores(db, questionId, version).where('account.isAuthor', '=', true).executeTakeFirst();
}

export function searchScores(db: Db, questionId: number, version: number, handle: string, limit: number) {
  return scores(db, questionId, version)
    .where('handleKey', 'like', prefixPattern(handle))
    .orderBy(HANDLE_ORDER)
    .limit(limit)
    .execute();
}

/** Entries ranked at publication whose account is flagged now. Verification changes ranks only at the next publication. */
export function listLeftOut(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('account')
    .innerJoin('score', 'score.accountId', 'account.id')
    .select(['score.rank', 'score.place'])
    .where(sql<boolean>`is_flagged(account)`)
    .where('questionId', '=', questionId)
    .where('version', '=', version)
    .where('rank', 'is not', null)
    .$narrowType<{ rank: number; place: number }>()
    .execute();
}

export type LeftOut = Awaited<ReturnType<typeof listLeftOut>>[number];

/** Number of ranked entries: the highest place, read from an index. */
export async function countRanked(db: Db, questionId: number, version: number): Promise<number> {
  const last = await db
    .selectFrom('score')
    .select('place')
    .where('questionId', '=', questionId)
    .where('version', '=', version)
    .where('place', 'is not', null)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.place ?? 0;
}

export function listReferences(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('referenceScore')
    .select(['who', 'peerMicro', 'baselineMicro', 'coverageMillionths as coverageSum'])
    .select(sql<number>`1`.as('questions'))
    .where('questionId', '=', questionId)
    .where('version', '=', version)
    .execute();
}

/** Latest resolution version of every question that is resolved and not annulled, with the end of its provisional period. */
export function listResolved(db: Db) {
  return db
    .with('latest', (q) =>
      q
        .selectFrom('resolution')
        .distinctOn('questionId')
        .select(['questionId', 'version', 'outcome', 'publishedAt'])
        .select(sql<Date | null>`provisional_until(resolution)`.as('provisionalUntil'))
        .orderBy('questionId')
        .orderBy('version', 'desc'),
    )
    .selectFrom('latest')
    .innerJoin('question', 'question.id', 'latest.questionId')
    .select(['question.id', 'question.slug', 'question.kind', 'question.titleKo', 'question.titleEn'])
    .select(['latest.version', 'latest.publishedAt', 'latest.provisionalUntil'])
    .where('latest.outcome', 'is not', null)
    .orderBy('question.position')
    .orderBy('question.id')
    .execute();
}
