import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { ValidationError } from '#lib/server/platform/errors.ts';
import { completeSignIn } from '#lib/server/people/sessions/sign-in-http.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { typedBy } from '#lib/server/http/form.ts';
import { logSecurity } from '#lib/server/people/sessions/http.ts';
import { nextOf } from '#lib/server/http/page.ts';
import { requirePasskeySite, takeChallenge } from '#lib/server/people/passkeys/http.ts';
import { addressKey } from '#lib/server/platform/limits/address.ts';
import * as passkeys from '#lib/server/people/passkeys/service.ts';
import type { RequestHandler } from './$types';

/** Signs in by a passkey: the field `answer` has what the authenticator said, as JSON. */
export const POST: RequestHandler = async (event) => {
  const { app } = event.locals;
  const site = requirePasskeySite(event);
  const typed = await typedBy(event);
  const giveBack = await app.limits.signInWithoutPassword(await addressKey(app.db, event.getClientAddress()));
  let accountId: number;
  try {
    const challenge = await takeChallenge(event);
    accountId = await passkeys.signIn(app.db, site, { answer: typed['answer']?.[0] ?? '', challenge });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    await logSecurity(event, 'failure', { reason: error.error });
    setFlash(event.cookies, app, 'passkey-failed');
    redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(nextOf(event, typed))}`);
  }
  await giveBack();
  return completeSignIn(event, accountId, 'signed-in', nextOf(event, typed), 'passkey');
};
