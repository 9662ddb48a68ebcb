import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { confirmAuthor, isForAccount } from '#lib/server/people/moderation/admins.ts';
import { logSecurity, requireAccount } from '#lib/server/people/sessions/http.ts';
import { dropToken, keepToken, readToken, setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Actions, PageServerLoad } from './$types';

/** The page of the link that makes an account the author's; see reset/confirm for the cookie. */
export const load: PageServerLoad = async (event) => {
  const { locals, cookies, url, setHeaders } = event;
  const { app } = locals;
  setHeaders({ 'referrer-policy': 'same-origin' });
  const token = url.searchParams.get('token');
  if (token !== null) {
    keepToken(cookies, app, 'author', token);
    redirect(303, localizeHref('/me/author'));
  }
  const { id, handle } = requireAccount(event);
  return { handle, isValid: await isForAccount(app.db, readToken(cookies, app, 'author'), id) };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, v.object({}), async () => {
      const { app } = event.locals;
      const { id } = requireAccount(event);
      await confirmAuthor(app.db, readToken(event.cookies, app, 'author') ?? '', id);
      await logSecurity(event, 'elevation', { accountId: id, reason: 'author' });
      dropToken(event.cookies, app, 'author');
      await app.keeper.poll();
      setFlash(event.cookies, app, 'saved');
      redirect(303, localizeHref('/author'));
    }),
};
