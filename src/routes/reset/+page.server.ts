import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as recovery from '#lib/server/people/accounts/recovery.ts';
import { NotFoundError } from '#lib/server/platform/errors.ts';
import { one } from '#lib/server/http/fields.ts';
import { afterAnswer } from '#lib/server/people/sessions/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Actions, PageServerLoad } from './$types';

const LONGEST = 254;
const resetForm = v.object({
  login: v.pipe(one, v.trim(), v.nonEmpty('missing-login'), v.maxLength(LONGEST, 'too-long')),
});

export const load: PageServerLoad = ({ locals, url }) => ({
  canMail: locals.app.config.canMail,
  isSent: url.searchParams.has('sent'),
});

export const actions: Actions = {
  default: (event) =>
    runForm(event, resetForm, async ({ login }) => {
      const { db, limits, mail, config } = event.locals.app;
      if (!config.canMail) throw new NotFoundError();
      await recovery.limitRequests(db, limits, login, event.getClientAddress());
      const locale = getLocale();
      afterAnswer(event, 'a reset link could not be sent', () =>
        recovery.sendLink(db, { mail, locale }, login),
      );
      redirect(303, `${localizeHref('/reset')}?sent`);
    }),
};
