import { redirect, type RequestEvent } from '@sveltejs/kit';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as accounts from '#lib/server/people/accounts/service.ts';
import * as identities from '#lib/server/people/providers/identities.ts';
import { ValidationError } from '#lib/server/platform/errors.ts';
import { logSecurity, postOf } from '#lib/server/people/sessions/http.ts';
import { completeSignIn } from '#lib/server/people/sessions/sign-in-http.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import {
  callbackOf,
  drop,
  type Flow,
  keep,
  providerOf,
  read,
  sendBack,
} from '#lib/server/people/providers/http.ts';
import { ProviderError } from '#lib/server/people/providers/clients.ts';
import { addressKey } from '#lib/server/platform/limits/address.ts';
import type { Provider } from '#lib/types/provider.ts';
import type { RequestHandler } from './$types';

/** The reader comes back from a provider: signs in, links the identity, or goes on to join. */
export const GET: RequestHandler = async (event) => {
  const { app } = event.locals;
  const provider = providerOf(event);
  const flow = read(event.cookies, app, 'flow');
  if (flow?.provider !== provider) return sendBack(event, new ProviderError('provider-failed'), '/sign-in');
  // The registered address is the same for every language.
  if (flow.locale !== getLocale())
    redirect(303, localizeHref(event.url.pathname + event.url.search, { locale: flow.locale }));
  // What came back is good for one try.
  drop(event.cookies, app, 'flow');

  const giveBack = await app.limits.signInWithoutPassword(await addressKey(app.db, event.getClientAddress()));
  const returned = new URL(callbackOf(event, provider) + event.url.search);
  const { subject, isProof } = await app.providers
    .finish(provider, returned, flow.checks, flow.again)
    .catch((error: unknown) => sendBack(event, error, flow.linkTo === null ? '/sign-in' : '/me/ways'));
  await giveBack();
  const identity = { provider, subject };
  if (flow.linkTo !== null) return linkTo(event, flow, identity);

  const accountId = await identities.find(app.db, identity);
  if (accountId !== null) {
    const { hasPassword, isAdmin } = await accounts.profile(app.db, accountId);
    // What opens the admin pages is this site's own.
    if (isAdmin) return sendBack(event, new ProviderError('provider-admin'), '/sign-in');
    const proof = isProof && !hasPassword ? 'provider' : 'none';
    return completeSignIn(event, accountId, 'signed-in', flow.next, proof);
  }
  keep(event.cookies, app, { kind: 'arrival', ...identity, next: flow.next });
  redirect(303, localizeHref('/join/with'));
};

async function linkTo(
  event: RequestEvent,
  { linkTo: accountId, next }: Flow,
  identity: { provider: Provider; subject: string },
): Promise<never> {
  const { app, account } = event.locals;
  // Signed out, or in as somebody else, since the flow began.
  if (!account || account.id !== accountId)
    return sendBack(event, new ProviderError('provider-failed'), '/sign-in');
  try {
    await identities.link(app.db, postOf(event), account.id, identity);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    setFlash(event.cookies, app, error.error as 'identity-taken' | 'identity-second' | 'identity-refused');
    redirect(303, next);
  }
  await logSecurity(event, 'link', { accountId: account.id, reason: `linked-${identity.provider}` });
  await app.keeper.poll();
  setFlash(event.cookies, app, 'linked');
  redirect(303, next);
}
