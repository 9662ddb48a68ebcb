import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { sessionsEndedLetter } from '#lib/server/accounts/letters.ts';
import { notify } from '#lib/server/accounts/notify.ts';
import * as sessions from '#lib/server/auth/sessions.ts';
import { one } from '#lib/server/fields.ts';
import { postOf, requireAccount, sessionSecret } from '#lib/server/http/account-request.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Action } from './$types';

/** Ends one session of the reader; one that is over already is no error. */
export const endSession: Action = (event) =>
  runForm(event, v.object({ session: one }), async ({ session }) => {
    const { app } = event.locals;
    await sessions.endSession(app.db, requireAccount(event).id, session);
    setFlash(event.cookies, app, 'session-ended');
    redirect(303, localizeHref('/me'));
  });

export const endOtherSessions: Action = async (event) => {
  const { app } = event.locals;
  const { id } = requireAccount(event);
  await app.db.transaction().execute(async (tx) => {
    await sessions.endOtherSessions(tx, id, sessionSecret(event));
    await notify(tx, postOf(event), id, sessionsEndedLetter);
  });
  setFlash(event.cookies, app, 'sessions-ended');
  redirect(303, localizeHref('/me'));
};
