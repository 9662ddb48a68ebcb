import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as contest from '#lib/server/questions/contest/service.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import { pictureOdds } from '#lib/server/questions/lead.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const moment = await momentFor(locals);
  const all = questions.listAt(moment, locals.app.keeper);
  return {
    now: moment.now.toISOString(),
    share: sharePage(m.rounds_title(), m.rounds_lead()),
    contest: contest.viewAt(moment.catalogue.contest, moment.now),
    ...pictureOdds(all),
    questions: all.filter(({ round }) => round !== null),
    events: moment.catalogue.events,
  };
};
