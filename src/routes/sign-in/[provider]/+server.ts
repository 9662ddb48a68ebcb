import { redirect } from '@sveltejs/kit';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { isFresh } from '#lib/server/people/sessions/sessions.ts';
import { requireAccount, sessionSecret } from '#lib/server/people/sessions/http.ts';
import { nextOf } from '#lib/server/http/page.ts';
import { callbackOf, keep, providerOf, sendBack } from '#lib/server/people/providers/http.ts';
import type { RequestHandler } from './$types';

/**
 * Sends the reader to a provider; with `again` it asks also somebody who is signed in there. With `link` the identity becomes another way into the reader's own account, which needs a
 * fresh proof. A link, not a form: `form-action` would keep the browser from following the answer to another site.
 */
export const GET: RequestHandler = async (event) => {
  const { app } = event.locals;
  const provider = providerOf(event);
  const isLink = event.url.searchParams.has('link');
  const again = event.url.searchParams.has('again');
  const linkTo = isLink ? requireAccount(event).id : null;
  // A link on another site must not give the account an identity that its reader did not mean to.
  const isFromHere = ['same-origin', null].includes(event.request.headers.get('sec-fetch-site'));
  if (isLink && !(isFromHere && (await isFresh(app.db, sessionSecret(event)))))
    redirect(303, localizeHref('/me/ways'));
  const begun = await app.providers
    .begin(provider, callbackOf(event, provider), again)
    .catch((error: unknown) => sendBack(event, error, isLink ? '/me/ways' : '/sign-in'));
  const { address, checks } = begun;
  const next = isLink ? localizeHref('/me/ways') : nextOf(event);
  keep(event.cookies, app, { kind: 'flow', provider, checks, next, locale: getLocale(), linkTo, again });
  redirect(303, address);
};
