import { momentFor } from '#lib/server/http/reader.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, keeper } = locals.app;
  const [waiting, moment] = await Promise.all([drafts.list(db), momentFor(locals)]);
  const opened = questions.listAt(moment, keeper);
  const followed = editions.listFollowed(moment);
  return {
    drafts: waiting.map(({ slug, titleKo, titleEn }) => ({ slug, title: { ko: titleKo, en: titleEn } })),
    questions: opened.map((question) => ({ question, isFollowed: followed.includes(question.slug) })),
  };
};
