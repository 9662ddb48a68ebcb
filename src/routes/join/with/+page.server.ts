import { redirect } from '@sveltejs/kit';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { sharePage } from '#lib/components/share/pages.ts';
import { identityForm } from '#lib/server/accounts/form.ts';
import * as identities from '#lib/server/accounts/identities.ts';
import * as joinPause from '#lib/server/accounts/join-pause.ts';
import * as accounts from '#lib/server/accounts/service.ts';
import { ValidationError } from '#lib/server/errors.ts';
import { completeSignIn } from '#lib/server/http/complete-sign-in.ts';
import { draftFor } from '#lib/server/http/drafts.ts';
import { runForm } from '#lib/server/http/form.ts';
import { drop, read } from '#lib/server/http/provider-cookies.ts';
import type { Actions, PageServerLoad } from './$types';

/** The first sign-in by a provider: a handle, age and terms. */
export const load: PageServerLoad = async (event) => {
  const { app, account } = event.locals;
  const arrival = read(event.cookies, app, 'arrival');
  if (event.request.method === 'GET' && (account || !arrival)) redirect(303, localizeHref('/join'));
  const [pause, handle, draft] = await Promise.all([
    joinPause.find(app.db),
    accounts.proposeFreeHandle(app.db, getLocale()),
    draftFor(event),
  ]);
  const share = sharePage(m.join_title(), m.join_public());
  return { share, provider: arrival?.provider ?? null, next: arrival?.next ?? '/', pause, handle, draft };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, identityForm, async ({ handle }) => {
      const { app } = event.locals;
      const arrival = read(event.cookies, app, 'arrival');
      if (!arrival) throw new ValidationError('form', 'arrival-expired');
      const accountId = await identities.join(app.db, handle, arrival, event.getClientAddress());
      drop(event.cookies, app, 'arrival');
      // Before the draft is placed, so that it counts at once.
      await app.keeper.poll();
      return completeSignIn(event, accountId, 'joined', arrival.next);
    }),
};
