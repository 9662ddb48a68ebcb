// Shared by the tests of question administration: a draft, and an admin.
import type { CrowdKeeper } from '#lib/server/forecasts/crowd/keeper.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { cloneDatabase } from './database.ts';
import { insertForecaster, questionId } from './factories.ts';
import { keeperOn } from './keeper.ts';

export const VISITOR = { accountId: null, hasAuthor: true };

export const option = (slug: string, ko = slug) => ({
  slug,
  label: { ko, en: ko },
  shortLabel: { ko, en: ko },
  company: null,
});

export const DRAFT: QuestionDraft = {
  slug: 'rain',
  kind: 'side',
  round: 3,
  title: { ko: '발표하는 날 비가 올까요?', en: 'Will it rain on the day?' },
  lead: { ko: '서울에서 내리는 비를 봐요', en: 'Rain in Seoul counts' },
  rules: [
    {
      ko: '기상청이 서울에 1mm 이상을 기록하면 ‘예’예요.',
      en: 'Yes if the agency records 1 mm or more in Seoul.',
    },
    { ko: '발표가 없으면 무효예요.', en: 'Without an announcement it is annulled.' },
  ],
  officialSource: 'https://www.weather.go.kr/',
  options: [option('yes', '예'), option('no', '아니요')],
  seats: 1,
  scored: true,
  closesAt: null,
  endsBy: new Date('2035-01-01T00:00:00+09:00'),
  announcementRule: null,
};

export async function setUp() {
  const { db, owner, appUrl } = await cloneDatabase();
  const admin = { accountId: await insertForecaster(db) };
  return { db, owner, appUrl, admin, keeper: keeperOn(db) };
}

export async function shown(db: Db, keeper: CrowdKeeper) {
  return (await questions.list(db, keeper, VISITOR)).map(({ slug }) => slug);
}

export async function noticesOf(db: Db, slug: string) {
  const rows = await db
    .selectFrom('notice')
    .select('kind')
    .where('questionId', '=', await questionId(db, slug))
    .orderBy('id')
    .execute();
  return rows.map(({ kind }) => kind);
}
