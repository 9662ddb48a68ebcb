import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { NotFoundError } from '#lib/server/platform/errors.ts';
import { one } from '#lib/server/http/fields.ts';
import { proveOwner, requireAccount } from '#lib/server/people/sessions/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { sendCode } from '#lib/server/people/verification/http.ts';
import { sendForm } from '#lib/server/people/accounts/form.ts';
import type { Actions, PageServerLoad } from './$types';

const emailForm = v.object({
  ...sendForm.entries,
  /** Empty where the account has none. */
  password: one,
});

export const load: PageServerLoad = async (event) => {
  const { id } = requireAccount(event);
  const { app } = event.locals;
  if (!app.config.canMail) throw new NotFoundError();
  const { email, hasPassword } = await accounts.profile(app.db, id);
  return { email, hasPassword };
};

/** The address changes once the code that is sent to the new one is typed. */
export const actions: Actions = {
  default: (event) =>
    runForm(event, emailForm, async ({ email, password }) => {
      const { app } = event.locals;
      const account = requireAccount(event);
      if (!app.config.canMail) throw new NotFoundError();
      await proveOwner(event, account, password);
      await sendCode(event, account, email, true);
      redirect(303, `${localizeHref('/verify-email')}?next=${encodeURIComponent(localizeHref('/me'))}`);
    }),
};
