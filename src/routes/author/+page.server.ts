import { error } from '@sveltejs/kit';
import { companyName } from '#lib/components/contest/picture-words.ts';
import { sharePage } from '#lib/components/share/pages.ts';
import { author } from '#lib/contest/author.ts';
import { joinList, josa } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { disclosures } from '#lib/server/people/moderation/disclosures.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, app } = locals;
  const { keeper, config } = app;
  if (config.authorName === null) error(404, { message: 'Not Found' });
  const [moment, people] = await Promise.all([momentFor(locals), disclosures(db)]);
  const all = questions.listAt(moment, keeper);
  const view = contest.viewAt(moment.catalogue.contest, moment.now);
  const names = joinList(
    author.picks.map((slug) => companyName(view, slug)),
    getLocale(),
  );
  const picks = getLocale() === 'ko' ? josa(names, '을/를') : names;
  return {
    share: sharePage(m.author_title(), m.author_share({ picks })),
    questions: all.filter(({ author }) => author !== null),
    contest: view,
    disclosures: people.filter(({ isAuthor }) => isAuthor),
  };
};
