import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as contest from '#lib/server/contest/service.ts';
import { since } from '#lib/server/crowd/since.ts';
import { formFor } from '#lib/server/forecasts/form-state.ts';
import { momentFor } from '#lib/server/http/reader.ts';
import { pictureOdds } from '#lib/server/questions/lead.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, app } = locals;
  const { keeper } = app;
  const moment = await momentFor(locals);
  const all = questions.listAt(moment, keeper);
  const open = all.filter(({ phase, round }) => phase === 'open' && round !== null);
  const carried = editions.carried(moment, open);
  const sinceMine = await since(db, moment, open);
  return {
    share: sharePage(m.rounds_title(), m.rounds_lead()),
    contest: contest.viewAt(moment.catalogue.contest, moment.now),
    ...pictureOdds(all),
    questions: open.map((question) => ({
      question,
      form: formFor(question, carried.get(question.slug)),
      since: sinceMine.get(question.slug) ?? null,
    })),
    events: moment.catalogue.events,
  };
};
