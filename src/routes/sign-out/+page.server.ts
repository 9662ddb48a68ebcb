import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { clearSession, dropDraft, setFlash } from '#lib/server/http/cookies.ts';
import { ownPath, readForm, textField } from '#lib/server/http/page.ts';
import type { Actions, PageServerLoad } from './$types';

/** There is nothing to see here: signing out is a form on other pages. */
export const load: PageServerLoad = () => redirect(303, localizeHref('/'));

export const actions: Actions = {
  default: async (event) => {
    const { app } = event.locals;
    const next = ownPath(textField(await readForm(event), 'next'), localizeHref('/'));
    const secret = event.cookies.get(app.auth.cookieName);
    if (secret) await app.auth.close(secret);
    clearSession(event.cookies, app);
    dropDraft(event.cookies, app);
    setFlash(event.cookies, app, 'signed-out');
    redirect(303, next);
  },
};
