import { keepChallenge, requirePasskeySite } from '#lib/server/people/passkeys/http.ts';
import * as passkeys from '#lib/server/people/passkeys/service.ts';
import type { RequestHandler } from './$types';

/** What a browser asks its authenticator for signing in. */
export const POST: RequestHandler = async (event) => {
  const options = await passkeys.authenticationOptions(requirePasskeySite(event));
  keepChallenge(event, options.challenge);
  return Response.json(options);
};
