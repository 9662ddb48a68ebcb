import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { one } from '#lib/server/http/fields.ts';
import { CLEAR_SITE_DATA, clearSession, dropDraft, setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import { dropArrival } from '#lib/server/people/providers/http.ts';
import { ownPath } from '#lib/server/http/page.ts';
import type { Actions, PageServerLoad } from './$types';

/** There is nothing to see here: signing out is a form on other pages. */
export const load: PageServerLoad = () => redirect(303, localizeHref('/'));

export const actions: Actions = {
  default: (event) =>
    runForm(event, v.object({ next: one }), async ({ next }) => {
      const { app } = event.locals;
      const secret = event.cookies.get(app.auth.cookieName);
      if (secret) await app.auth.close(secret);
      clearSession(event.cookies, app);
      dropDraft(event.cookies, app);
      dropArrival(event.cookies, app);
      event.setHeaders(CLEAR_SITE_DATA);
      setFlash(event.cookies, app, 'signed-out');
      redirect(303, ownPath(next, localizeHref('/')));
    }),
};
