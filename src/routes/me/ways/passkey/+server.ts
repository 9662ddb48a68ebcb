import { isFresh } from '#lib/server/people/sessions/sessions.ts';
import { requireAccount, sessionSecret } from '#lib/server/people/sessions/http.ts';
import { keepChallenge, requirePasskeySite } from '#lib/server/people/passkeys/http.ts';
import { problem } from '#lib/server/http/problem.ts';
import * as registration from '#lib/server/people/passkeys/service.ts';
import type { RequestHandler } from './$types';

/** What a browser asks its authenticator for adding a passkey to the reader's account. */
export const POST: RequestHandler = async (event) => {
  const { app } = event.locals;
  const site = requirePasskeySite(event);
  const account = requireAccount(event);
  if (!(await isFresh(app.db, sessionSecret(event))))
    return problem(403, 'not-fresh', 'This needs a fresh proof of who you are.');
  const options = await registration.options(app.db, site, app.providerSecret, account);
  keepChallenge(event, options.challenge);
  return Response.json(options);
};
