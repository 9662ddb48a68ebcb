import { redirect } from '@sveltejs/kit';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { signInForm } from '#lib/server/accounts/form.ts';
import * as accounts from '#lib/server/accounts/service.ts';
import { completeSignIn } from '#lib/server/http/complete-sign-in.ts';
import { draftFor } from '#lib/server/http/drafts.ts';
import { runForm } from '#lib/server/http/form.ts';
import { nextOf } from '#lib/server/http/page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const next = nextOf(event);
  if (event.locals.account && event.request.method === 'GET') redirect(303, next);
  const { canMail } = event.locals.app.config;
  return { share: sharePage(m.signin_title(), m.signin_lead()), next, draft: await draftFor(event), canMail };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, signInForm, async (values, typed) => {
      const { db, limits } = event.locals.app;
      const accountId = await accounts.signIn(db, limits, values, event.getClientAddress());
      return completeSignIn(event, accountId, 'signed-in', nextOf(event, typed));
    }),
};
