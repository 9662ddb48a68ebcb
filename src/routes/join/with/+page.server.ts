import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { sharePage } from '#lib/components/share/pages.ts';
import { passwordlessForm } from '#lib/server/people/accounts/form.ts';
import * as identities from '#lib/server/people/providers/identities.ts';
import * as joinPause from '#lib/server/people/moderation/join-pause.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { ValidationError } from '#lib/server/platform/errors.ts';
import { completeSignIn } from '#lib/server/people/sessions/sign-in-http.ts';
import { draftFor } from '#lib/server/forecasts/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { logRefusal } from '#lib/server/people/sessions/http.ts';
import { drop, dropArrival, read } from '#lib/server/people/providers/http.ts';
import type { Actions, PageServerLoad } from './$types';

/** The first sign-in by a provider: a handle, age and terms. */
export const load: PageServerLoad = async (event) => {
  const { app, account } = event.locals;
  const arrival = read(event.cookies, app, 'arrival');
  if (event.request.method === 'GET' && (account || !arrival)) redirect(303, localizeHref('/join'));
  const [pause, handle, draft, proof] = await Promise.all([
    joinPause.find(app.db),
    accounts.proposeFreeHandle(app.db, getLocale()),
    draftFor(event),
    accounts.requiredProof(app.db, app.limits, event.getClientAddress()),
  ]);
  const share = sharePage(m.join_title(), m.join_public());
  const { provider = null, next = '/' } = arrival ?? {};
  return { share, provider, next, pause, handle, draft, proof };
};

export const actions: Actions = {
  join: async (event) => {
    const { app } = event.locals;
    const address = event.getClientAddress();
    const { status, data } = await runForm(event, passwordlessForm, async (values) => {
      const arrival = read(event.cookies, app, 'arrival');
      if (!arrival) throw new ValidationError('form', 'arrival-expired');
      const accountId = await identities
        .join(app.db, app.limits, values, arrival, address)
        .catch(logRefusal(event));
      drop(event.cookies, app, 'arrival');
      // Before the draft is placed, so that it counts at once.
      await app.keeper.poll();
      return completeSignIn(event, accountId, 'joined', arrival.next, 'provider');
    });
    const [token] = data.form.typed['token'] ?? [];
    return fail(status, { ...data, proof: await accounts.requiredProof(app.db, app.limits, address, token) });
  },
  /** Forgets who came back from the provider: on a shared computer it may be somebody else. */
  leave: ({ cookies, locals }) => {
    dropArrival(cookies, locals.app);
    redirect(303, localizeHref('/join'));
  },
};
