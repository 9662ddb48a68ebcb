import { fail, redirect } from '@sveltejs/kit';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as accounts from '#lib/server/accounts/service.ts';
import { arrive } from '#lib/server/http/arrival.ts';
import { draftFor } from '#lib/server/http/drafts.ts';
import { inThisLanguage, ownPath, readForm, textField } from '#lib/server/http/page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const next = inThisLanguage(ownPath(event.url.searchParams.get('next')));
  if (event.locals.account && event.request.method === 'GET') redirect(303, next);
  return { share: sharePage(m.signin_title(), m.signin_lead()), next, draft: await draftFor(event) };
};

export const actions: Actions = {
  default: async (event) => {
    const { app } = event.locals;
    const data = await readForm(event);
    const next = inThisLanguage(ownPath(textField(data, 'next') || event.url.searchParams.get('next')));
    const outcome = await accounts.signIn(
      app.db,
      app.limits,
      { email: textField(data, 'email'), password: textField(data, 'password') },
      event.getClientAddress(),
    );
    if (!outcome.ok) return fail(outcome.status, { form: outcome.form });
    return arrive(event, outcome.accountId, 'signed-in', next);
  },
};
