import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as contest from '#lib/server/contest/service.ts';
import { since } from '#lib/server/crowd/since.ts';
import { formFor } from '#lib/server/forecasts/form-state.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import { pictureOdds } from '#lib/server/questions/lead.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, app } = locals;
  const { keeper } = app;
  const [view, all, events] = await Promise.all([
    contest.view(db),
    questions.list(db, keeper, readerOf(locals)),
    contest.events(db),
  ]);
  const open = all.filter(({ phase, round }) => phase === 'open' && round !== null);
  const [carried, sinceMine] = await Promise.all([
    editions.carried(db, locals.account?.id ?? null, open),
    Promise.all(open.map((question) => since(db, question))),
  ]);
  return {
    share: sharePage(m.rounds_title(), m.rounds_lead()),
    contest: view,
    ...pictureOdds(all),
    questions: open.map((question, i) => ({
      question,
      form: formFor(question, carried.get(question.slug)),
      since: sinceMine[i] ?? null,
    })),
    events,
  };
};
