import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as cards from '#lib/server/share/cards/service.ts';
import { one } from '#lib/server/http/fields.ts';
import { requireAccount } from '#lib/server/people/sessions/http.ts';
import { fieldOf } from '#lib/server/forecasts/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { CardKind } from '#lib/types/card.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { app } = event.locals;
  const account = requireAccount(event);
  const [shared, moment] = await Promise.all([cards.list(app.db, account.id), momentFor(event.locals)]);
  return {
    cards: shared.map((card) => ({ ...card, title: questions.find(moment, card.question).content.title })),
  };
};

const shareForm = v.object({
  question: v.pipe(one, v.nonEmpty('missing')),
  showHandle: v.pipe(
    one,
    v.transform((text) => text === 'on'),
  ),
});
const revokeForm = v.object({ id: one });

/** Shares what the reader has on a question, and goes on to its card. */
function share(event: RequestEvent, kind: CardKind) {
  return runForm(event, shareForm, async ({ question, showHandle }) => {
    const { app } = event.locals;
    const { id: accountId } = requireAccount(event);
    const { id: questionId } = await fieldOf(app, question);
    const id = await cards.share(app.db, { accountId, questionId, kind, showsHandle: showHandle });
    redirect(303, localizeHref(`/cards/${kind}/${id}`));
  });
}

export const actions: Actions = {
  forecast: (event) => share(event, 'forecast'),
  result: (event) => share(event, 'result'),
  revoke: (event) =>
    runForm(event, revokeForm, async ({ id }) => {
      await cards.revoke(event.locals.app.db, requireAccount(event).id, id);
      redirect(303, localizeHref('/me/cards'));
    }),
};
