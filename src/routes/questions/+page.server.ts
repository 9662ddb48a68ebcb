import type { Phase } from '#lib/domain/question.ts';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

const RESULTS: readonly Phase[] = ['provisional', 'resolved', 'annulled'];

export const load: PageServerLoad = async ({ locals }) => {
  const moment = await momentFor(locals);
  const all = questions.listAt(moment, locals.app.keeper);
  const resolved = all.filter(({ phase }) => RESULTS.includes(phase));
  const isPast = resolved.length > 0 && resolved.length === all.length;
  return {
    now: moment.now.toISOString(),
    share: sharePage(m.questions_title(), isPast ? m.questions_past() : m.questions_lead()),
    open: all.filter(({ phase }) => phase === 'open' || phase === 'upcoming'),
    waiting: all.filter(({ phase }) => phase === 'closed'),
    resolved,
  };
};
