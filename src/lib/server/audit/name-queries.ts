// 0 and '' match no row: they keep the `in` lists from being empty.
import type { Db } from '../db/connect.ts';

export function listCompanyNames(db: Db) {
  return db.selectFrom('company').select(['slug', 'nameKo as ko', 'nameEn as en']).execute();
}

export function listRoundTitles(db: Db) {
  return db.selectFrom('round').select(['number', 'titleKo as ko', 'titleEn as en']).execute();
}

export function listHandles(db: Db, ids: number[]) {
  return db
    .selectFrom('account')
    .select(['id', 'handle'])
    .where('id', 'in', [0, ...ids])
    .execute();
}

export function listEventTitles(db: Db, slugs: string[]) {
  return db
    .selectFrom('event')
    .select(['slug', 'titleKo as ko', 'titleEn as en'])
    .where('slug', 'in', ['', ...slugs])
    .execute();
}

export function listQuestionTitles(db: Db, ids: number[], slugs: string[]) {
  return db
    .selectFrom('question')
    .select(['id', 'slug', 'titleKo as ko', 'titleEn as en'])
    .where((e) => e.or([e('id', 'in', [0, ...ids]), e('slug', 'in', ['', ...slugs])]))
    .execute();
}

export function listOptionLabels(db: Db, questionIds: number[]) {
  return db
    .selectFrom('questionOption')
    .select(['questionId', 'slug', 'labelKo as ko', 'labelEn as en'])
    .where('questionId', 'in', [0, ...questionIds])
    .orderBy('position')
    .execute();
}
