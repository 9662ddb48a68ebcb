import { fail, redirect } from '@sveltejs/kit';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import * as accounts from '#lib/server/accounts/service.ts';
import { arrive } from '#lib/server/http/arrival.ts';
import { draftFor } from '#lib/server/http/drafts.ts';
import { inThisLanguage, ownPath, readForm, textField } from '#lib/server/http/page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { app, account } = event.locals;
  const next = inThisLanguage(ownPath(event.url.searchParams.get('next')));
  if (account && event.request.method === 'GET') redirect(303, next);
  const [handle, draft] = await Promise.all([
    accounts.proposeFreeHandle(app.db, getLocale()),
    draftFor(event),
  ]);
  return { share: sharePage(m.join_title(), m.join_public()), handle, next, draft };
};

export const actions: Actions = {
  default: async (event) => {
    const { app } = event.locals;
    const data = await readForm(event);
    const next = inThisLanguage(ownPath(textField(data, 'next') || event.url.searchParams.get('next')));
    const outcome = await accounts.join(
      app.db,
      app.limits,
      {
        handle: textField(data, 'handle'),
        email: textField(data, 'email'),
        password: textField(data, 'password'),
        age14: textField(data, 'age14') === 'on',
        terms: textField(data, 'terms') === 'on',
      },
      event.getClientAddress(),
    );
    if (!outcome.ok) return fail(outcome.status, { form: outcome.form });
    return arrive(event, outcome.accountId, 'joined', next);
  },
};
