import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as ownSessions from '#lib/server/people/accounts/own-account.ts';
import { one } from '#lib/server/http/fields.ts';
import { postOf, requireAccount, sessionSecret } from '#lib/server/people/sessions/http.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Action } from './$types';

/** Ends one session of the reader; one that is over already is no error. */
export const endSession: Action = (event) =>
  runForm(event, v.object({ session: one }), async ({ session }) => {
    const { app } = event.locals;
    await ownSessions.endOne(app.db, postOf(event), requireAccount(event).id, session);
    setFlash(event.cookies, app, 'session-ended');
    redirect(303, localizeHref('/me'));
  });

export const endOtherSessions: Action = async (event) => {
  const { app } = event.locals;
  const { id } = requireAccount(event);
  await ownSessions.endOthers(app.db, postOf(event), id, sessionSecret(event));
  setFlash(event.cookies, app, 'sessions-ended');
  redirect(303, localizeHref('/me'));
};
