import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import { HANDLE_ORDER, prefixPattern } from '../db/handle-prefix.ts';
import { together } from '../db/together.ts';
import { type EntriesRequest, isNear, NOBODY } from './queries.ts';
import { selectLeftOut, selectScoresOf } from './question-selects.ts';
import { selectLastPlace } from './selects.ts';

/** In one statement the scores of a page, of an account with its neighbours and of the author, and those of the references. */
export function readScoreEntries(db: Db, questionId: number, version: number, request: EntriesRequest) {
  const { from, to, around, search, mostFound, accountId } = request;
  const all = selectScoresOf(db, questionId, version);
  const mine = all.where('score.accountId', '=', accountId ?? NOBODY);
  return together(db, {
    rows: search
      ? all.where('handleKey', 'like', prefixPattern(search)).orderBy(HANDLE_ORDER).limit(mostFound)
      : all.where('place', '>=', from).where('place', '<=', to).orderBy('place'),
    near: all.where(isNear(mine.clearSelect().select('place'), around)).orderBy('place'),
    mine,
    author: all.where('account.isAuthor', '=', true),
    sums: selectReferences(db, questionId, version),
  });
}

/** In one statement the entries that are left out now, and the last place of those ranked at publication. */
export function readRanked(db: Db, questionId: number, version: number) {
  return together(db, {
    excluded: selectLeftOut(db, questionId, version),
    last: selectLastPlace(db, questionId, version),
  });
}

function selectReferences(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('referenceScore')
    .select(['who', 'peerMicro', 'baselineMicro', 'coverageMillionths as coverageSum'])
    .select(sql<number>`1`.as('questions'))
    .where('questionId', '=', questionId)
    .where('version', '=', version);
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
