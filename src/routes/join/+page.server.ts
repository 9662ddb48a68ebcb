import { fail, redirect } from '@sveltejs/kit';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { joinForm } from '#lib/server/people/accounts/form.ts';
import * as joinPause from '#lib/server/people/moderation/join-pause.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { completeSignIn } from '#lib/server/people/sessions/sign-in-http.ts';
import { draftFor } from '#lib/server/forecasts/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { logRefusal } from '#lib/server/people/sessions/http.ts';
import { nextOf } from '#lib/server/http/page.ts';
import { offersPasskeys } from '#lib/server/people/passkeys/http.ts';
import { externalBrowserLink, providersFor } from '#lib/server/people/providers/http.ts';
import { sendFirstCode } from '#lib/server/people/verification/http.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { app, account } = event.locals;
  const next = nextOf(event);
  if (account && event.request.method === 'GET') redirect(303, next);
  const [pause, handle, draft, proof] = await Promise.all([
    joinPause.find(app.db),
    accounts.proposeFreeHandle(app.db, getLocale()),
    draftFor(event),
    accounts.requiredProof(app.db, app.limits, event.getClientAddress()),
  ]);
  return {
    share: sharePage(m.join_title(), m.join_public()),
    pause,
    handle,
    next,
    draft,
    proof,
    canMail: app.config.canMail,
    providers: providersFor(event),
    hasPasskeys: offersPasskeys(event),
    externalBrowser: externalBrowserLink(event, draft),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { db, limits, config } = event.locals.app;
    const address = event.getClientAddress();
    const { status, data } = await runForm(event, joinForm(config.canMail), async (values, typed) => {
      const accountId = await accounts.join(db, limits, values, address).catch(logRefusal(event));
      await sendFirstCode(event, { id: accountId, handle: values.handle }, values.email);
      return completeSignIn(event, accountId, 'joined', nextOf(event, typed));
    });
    const [token] = data.form.typed['token'] ?? [];
    return fail(status, { ...data, proof: await accounts.requiredProof(db, limits, address, token) });
  },
};
