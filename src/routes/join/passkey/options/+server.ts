import { passwordlessForm } from '#lib/server/people/accounts/form.ts';
import { requireJoinable } from '#lib/server/people/accounts/service.ts';
import { readForm } from '#lib/server/http/fields.ts';
import { typedBy } from '#lib/server/http/form.ts';
import { keepChallenge, requirePasskeySite } from '#lib/server/people/passkeys/http.ts';
import { problem } from '#lib/server/http/problem.ts';
import * as registration from '#lib/server/people/passkeys/service.ts';
import type { RequestHandler } from './$types';

/** What a browser asks its authenticator for joining; refused where the form would be, before there is a passkey. */
export const POST: RequestHandler = async (event) => {
  const site = requirePasskeySite(event);
  const { errors, values } = readForm(passwordlessForm, await typedBy(event));
  if (errors) return problem(400, 'validation-error', 'The form is not complete.');
  await requireJoinable(event.locals.app.db, values.handle);
  const options = await registration.optionsToJoin(site, values.handle);
  keepChallenge(event, options.challenge);
  return Response.json(options);
};
