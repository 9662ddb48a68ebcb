import { sql } from 'kysely';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import type { Db } from '../db/connect.ts';
import { HANDLE_ORDER, prefixPattern } from '../db/handle-prefix.ts';

/** Latest stored edition of a leaderboard; undefined before the first result. */
export function findBoard(db: Db, kind: BoardKind) {
  return db
    .selectFrom('board')
    .select(['kind', 'edition', 'publishedAt', 'ranked', 'questions'])
    .where('kind', '=', kind)
    .orderBy('edition', 'desc')
    .limit(1)
    .executeTakeFirst();
}

type BoardRecord = NonNullable<Awaited<ReturnType<typeof findBoard>>>;

function entries(db: Db, { kind, edition }: Pick<BoardRecord, 'kind' | 'edition'>) {
  return db
    .selectFrom('boardEntry')
    .innerJoin('account', 'account.id', 'boardEntry.accountId')
    .select(['handle', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight', 'rank', 'place'])
    .select(['peerMicro', 'baselineMicro', 'coverageMillionths', 'questions'])
    .where('kind', '=', kind)
    .where('edition', '=', edition);
}

/** Entries by a range of places, inclusive. */
export function listPlaces(db: Db, board: BoardRecord, from: number, to: number) {
  return entries(db, board).where('place', '>=', from).where('place', '<=', to).orderBy('place').execute();
}

export type EntryRecord = Awaited<ReturnType<typeof listPlaces>>[number];

export function findEntry(db: Db, board: BoardRecord, accountId: number) {
  return entries(db, board).where('boardEntry.accountId', '=', accountId).executeTakeFirst();
}

export function findAuthorEntry(db: Db, board: BoardRecord) {
  return entries(db, board).where('account.isAuthor', '=', true).executeTakeFirst();
}

/** Entries whose handle starts with a text, an exact match first. */
export function searchEntries(db: Db, board: BoardRecord, handle: string, limit: number) {
  return entries(db, board)
    .where('handleKey', 'like', prefixPattern(handle))
    .orderBy(HANDLE_ORDER)
    .limit(limit)
    .execute();
}

/** Total scores of the crowd and of the even forecast over all questions of a leaderboard. */
export function listReferenceSums(db: Db, kind: BoardKind) {
  return db
    .with('latest', (q) =>
      q
        .selectFrom('resolution')
        .innerJoin('question', 'question.id', 'resolution.questionId')
        .distinctOn('resolution.questionId')
        .select(['resolution.questionId', 'resolution.version', 'resolution.outcome', 'question.kind'])
        .orderBy('resolution.questionId')
        .orderBy('resolution.version', 'desc'),
    )
    .selectFrom('latest')
    .innerJoin('referenceScore', (join) =>
      join
        .onRef('referenceScore.questionId', '=', 'latest.questionId')
        .onRef('referenceScore.version', '=', 'latest.version'),
    )
    .select('who')
    .select(sql<number>`sum(peer_micro)::bigint`.as('peerMicro'))
    .select(sql<number>`sum(baseline_micro)::bigint`.as('baselineMicro'))
    .select(sql<number>`sum(coverage_millionths)::bigint`.as('coverageSum'))
    .select(sql<number>`count(*)::int`.as('questions'))
    .where('latest.outcome', 'is not', null)
    .$call((q) => (kind === 'all' ? q : q.where('latest.kind', '=', kind)))
    .groupBy('who')
    .execute();
}
