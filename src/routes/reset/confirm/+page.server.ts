import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as recovery from '#lib/server/people/accounts/recovery.ts';
import { findAccountOf } from '#lib/server/people/accounts/recovery.ts';
import { passwordLengthError } from '#lib/server/people/accounts/password-rule.ts';
import { one, rule } from '#lib/server/http/fields.ts';
import { logSecurity, postOf } from '#lib/server/people/sessions/http.ts';
import { clearSession, dropToken, keepToken, readToken, setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Actions, PageServerLoad } from './$types';

const confirmForm = v.object({ newPassword: v.pipe(one, rule(passwordLengthError)) });

/**
 * Moves the token of the link from the address into a cookie at once: from an address it could get into histories, logs and
 * referrers. Only the form uses the token up, so that mail scanners which open links do no harm.
 */
export const load: PageServerLoad = async ({ locals, cookies, url, setHeaders }) => {
  const { app } = locals;
  // Not no-referrer: without scripts browsers would then send the form with the origin null.
  setHeaders({ 'referrer-policy': 'same-origin' });
  const token = url.searchParams.get('token');
  if (token !== null) {
    keepToken(cookies, app, 'reset', token);
    redirect(303, localizeHref('/reset/confirm'));
  }
  const account = await findAccountOf(app.db, 'reset', readToken(cookies, app, 'reset'));
  return { handle: account?.handle ?? null };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, confirmForm, async ({ newPassword }) => {
      const { app } = event.locals;
      const token = readToken(event.cookies, app, 'reset') ?? '';
      const address = event.getClientAddress();
      const accountId = await recovery.resetPassword(app.db, postOf(event), { token, newPassword }, address);
      await logSecurity(event, 'reset', { accountId, reason: 'link' });
      dropToken(event.cookies, app, 'reset');
      clearSession(event.cookies, app);
      setFlash(event.cookies, app, 'password-reset');
      redirect(303, localizeHref('/sign-in'));
    }),
};
