import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { readerOf } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const all = await questions.list(locals.app.db, locals.app.keeper, readerOf(locals));
  const isAnyOpen = all.some(({ phase }) => phase === 'open');
  return {
    share: sharePage(m.questions_title(), isAnyOpen ? m.questions_lead() : m.questions_past()),
    open: all.filter(({ phase }) => phase === 'open' || phase === 'upcoming'),
    waiting: all.filter(({ phase }) => phase === 'closed'),
    resolved: all.filter(
      ({ phase }) => phase === 'provisional' || phase === 'resolved' || phase === 'annulled',
    ),
  };
};
