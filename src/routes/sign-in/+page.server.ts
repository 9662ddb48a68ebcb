import { redirect } from '@sveltejs/kit';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { signInForm } from '#lib/server/people/accounts/form.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { completeSignIn } from '#lib/server/people/sessions/sign-in-http.ts';
import { deviceOf } from '#lib/server/http/cookies.ts';
import { draftFor } from '#lib/server/forecasts/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { logRefusal } from '#lib/server/people/sessions/http.ts';
import { nextOf } from '#lib/server/http/page.ts';
import { offersPasskeys } from '#lib/server/people/passkeys/http.ts';
import { externalBrowserLink, providersFor } from '#lib/server/people/providers/http.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const next = nextOf(event);
  if (event.locals.account && event.request.method === 'GET') redirect(303, next);
  const { canMail } = event.locals.app.config;
  const share = sharePage(m.signin_title(), m.signin_lead());
  const draft = await draftFor(event);
  const ways = { providers: providersFor(event), hasPasskeys: offersPasskeys(event) };
  return { share, next, draft, canMail, ...ways, externalBrowser: externalBrowserLink(event, draft) };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, signInForm, async (values, typed) => {
      const { app } = event.locals;
      const device = deviceOf(event.cookies, app);
      const accountId = await accounts
        .signIn(app.db, app.limits, values, event.getClientAddress(), device)
        .catch(logRefusal(event));
      return completeSignIn(event, accountId, 'signed-in', nextOf(event, typed));
    }),
};
