import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { NotFoundError } from '#lib/server/platform/errors.ts';
import { requireAccount, requireFresh } from '#lib/server/people/sessions/http.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import { nextOf } from '#lib/server/http/page.ts';
import { checkCode, sendCode, verificationOf } from '#lib/server/people/verification/http.ts';
import { codeForm, sendForm } from '#lib/server/people/accounts/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const account = accountOf(event);
  const verification = await verificationOf(event);
  if (!verification) throw new NotFoundError();
  const { email, emailVerifiedAt } = await accounts.profile(event.locals.app.db, account.id);
  return { state: verification, email, isEmailVerified: emailVerifiedAt !== null, next: nextOf(event) };
};

export const actions: Actions = {
  send: (event) =>
    runForm(event, sendForm, async ({ email }, typed) => {
      const account = accountOf(event);
      // Another address would be a way into the account: a session that was left open is not enough for it.
      const claimed = (await accounts.profile(event.locals.app.db, account.id)).email;
      if (email !== claimed) await requireFresh(event, typed);
      await sendCode(event, account, email);
      redirect(303, here(nextOf(event, typed)));
    }),
  check: (event) =>
    runForm(event, codeForm, async ({ code }, typed) => {
      await checkCode(event, accountOf(event), code);
      setFlash(event.cookies, event.locals.app, 'verified');
      redirect(303, nextOf(event, typed));
    }),
};

function accountOf(event: RequestEvent) {
  if (!event.locals.app.config.canMail) throw new NotFoundError();
  return requireAccount(event);
}

function here(next: string): string {
  return `${localizeHref('/verify-email')}?next=${encodeURIComponent(next)}`;
}
