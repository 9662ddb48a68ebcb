import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { passwordlessForm } from '#lib/server/people/accounts/form.ts';
import * as joinPause from '#lib/server/people/moderation/join-pause.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { one } from '#lib/server/http/fields.ts';
import { completeSignIn } from '#lib/server/people/sessions/sign-in-http.ts';
import { draftFor } from '#lib/server/forecasts/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { logRefusal } from '#lib/server/people/sessions/http.ts';
import { nextOf } from '#lib/server/http/page.ts';
import { requirePasskeySite, takeChallenge } from '#lib/server/people/passkeys/http.ts';
import * as registration from '#lib/server/people/passkeys/service.ts';
import type { Actions, PageServerLoad } from './$types';

/** `answer` is what the authenticator said, as JSON. */
const joinForm = v.object({ ...passwordlessForm.entries, answer: one });

/** Joining by a passkey alone. */
export const load: PageServerLoad = async (event) => {
  const { app, account } = event.locals;
  requirePasskeySite(event);
  const next = nextOf(event);
  if (account && event.request.method === 'GET') redirect(303, next);
  const [pause, handle, draft, proof] = await Promise.all([
    joinPause.find(app.db),
    accounts.proposeFreeHandle(app.db, getLocale()),
    draftFor(event),
    accounts.requiredProof(app.db, app.limits, event.getClientAddress()),
  ]);
  return { share: sharePage(m.join_title(), m.join_public()), next, pause, handle, draft, proof };
};

export const actions: Actions = {
  default: async (event) => {
    const { db, limits } = event.locals.app;
    const site = requirePasskeySite(event);
    const address = event.getClientAddress();
    const { status, data } = await runForm(event, joinForm, async ({ answer, ...values }, typed) => {
      const challenge = await takeChallenge(event);
      const passkey = { name: m.me_ways_passkey_default(), answer, challenge };
      const accountId = await registration
        .join(db, limits, site, values, passkey, address)
        .catch(logRefusal(event));
      return completeSignIn(event, accountId, 'joined', nextOf(event, typed), 'passkey');
    });
    const [token] = data.form.typed['token'] ?? [];
    return fail(status, { ...data, proof: await accounts.requiredProof(db, limits, address, token) });
  },
};
