import { readerOf } from '#lib/server/http/reader.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, keeper } = locals.app;
  const [waiting, opened, followed] = await Promise.all([
    drafts.list(db),
    questions.list(db, keeper, readerOf(locals)),
    editions.listFollowed(db),
  ]);
  return {
    drafts: waiting.map(({ slug, titleKo, titleEn }) => ({ slug, title: { ko: titleKo, en: titleEn } })),
    questions: opened.map((question) => ({ question, isFollowed: followed.includes(question.slug) })),
  };
};
