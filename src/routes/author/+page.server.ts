import { error } from '@sveltejs/kit';
import { disclosures } from '#lib/server/accounts/disclosures.ts';
import * as contest from '#lib/server/contest/service.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, keeper, config } = locals.app;
  if (config.authorName === null) error(404, { message: 'Not Found' });
  const [all, view, people] = await Promise.all([
    questions.list(db, keeper, readerOf(locals)),
    contest.view(db),
    disclosures(db),
  ]);
  return {
    questions: all.filter(({ author }) => author !== null),
    contest: view,
    disclosures: people.filter(({ isAuthor }) => isAuthor),
  };
};
