import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { passwordLengthError } from '#lib/server/people/accounts/password-rule.ts';
import * as recovery from '#lib/server/people/accounts/recovery.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { one, rule } from '#lib/server/http/fields.ts';
import {
  logRefusal,
  logSecurity,
  postOf,
  renewSession,
  requireAccount,
  requireFresh,
  sessionSecret,
} from '#lib/server/people/sessions/http.ts';
import { deviceOf, setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Actions, PageServerLoad } from './$types';

const passwordForm = v.object({
  /** Empty where the account has none. */
  password: one,
  newPassword: v.pipe(one, rule(passwordLengthError)),
});

export const load: PageServerLoad = async (event) => {
  const { id } = requireAccount(event);
  const { hasPassword } = await accounts.profile(event.locals.app.db, id);
  return { hasPassword };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, passwordForm, async (passwords) => {
      const { app } = event.locals;
      const { id, handle } = requireAccount(event);
      const { email, hasPassword } = await accounts.profile(app.db, id);
      const address = event.getClientAddress();
      const deviceIdOf = deviceOf(event.cookies, app);
      const signedIn = { account: { id, handle, email }, secret: sessionSecret(event), address, deviceIdOf };
      if (hasPassword)
        await recovery.changePassword(app, postOf(event), signedIn, passwords).catch(logRefusal(event));
      else {
        await requireFresh(event, {});
        await recovery.setFirstPassword(app.db, postOf(event), signedIn, passwords.newPassword);
      }
      await renewSession(event, id);
      await logSecurity(event, 'reset', { accountId: id, reason: 'password-changed' });
      setFlash(event.cookies, app, 'password-changed');
      redirect(303, localizeHref('/me'));
    }),
};
