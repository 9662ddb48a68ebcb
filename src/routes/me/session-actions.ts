import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as sessions from '#lib/server/auth/sessions.ts';
import { one } from '#lib/server/fields.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Action } from './$types';

/** Ends one session of the reader; one that is over already is no error. */
export const endSession: Action = (event) =>
  runForm(event, v.object({ session: one }), async ({ session }) => {
    const { app, account } = event.locals;
    if (!account) redirect(303, localizeHref('/sign-in'));
    await sessions.endSession(app.db, account.id, session);
    setFlash(event.cookies, app, 'session-ended');
    redirect(303, localizeHref('/me'));
  });

export const endOtherSessions: Action = async ({ locals, cookies }) => {
  const { app, account } = locals;
  if (!account) redirect(303, localizeHref('/sign-in'));
  await sessions.endOtherSessions(app.db, account.id, cookies.get(app.auth.cookieName) ?? '');
  setFlash(cookies, app, 'sessions-ended');
  redirect(303, localizeHref('/me'));
};
