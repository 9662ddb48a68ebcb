import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { dropProof, recordPasskey } from './sessions.ts';
import { rememberDevice, setFlash, setSession } from '../../http/cookies.ts';
import { placeDraft } from '../../forecasts/http.ts';
import { dropArrival } from '../providers/http.ts';
import { logSecurity } from './http.ts';

type Proof = 'password' | 'passkey' | 'provider' | 'none';

/**
 * Completes joining or signing in: opens a session, remembers the device, places the draft that the visitor brought
 * along, and redirects to `next`, or to the question where the draft could not be placed.
 *
 * @param proof what counts as a fresh proof afterwards; `none`: a proof is still needed
 */
export async function completeSignIn(
  event: RequestEvent,
  accountId: number,
  how: 'joined' | 'signed-in',
  next: string,
  proof: Proof = 'password',
): Promise<never> {
  const { app } = event.locals;
  const earlier = event.cookies.get(app.auth.cookieName);
  if (earlier) await app.auth.close(earlier);
  const session = await app.auth.open(accountId);
  if (proof === 'none') await dropProof(app.db, session.value);
  if (proof === 'passkey') await recordPasskey(app.db, session.value);
  setSession(event.cookies, app, session);
  // A device has tries at the password of its own: who has only the provider's account gets none.
  if (proof !== 'none') rememberDevice(event.cookies, app, accountId);
  await logSecurity(event, how === 'joined' ? 'join' : 'sign-in', {
    accountId,
    reason: event.route.id ?? '',
  });
  dropArrival(event.cookies, app);
  const draft = await placeDraft(event, accountId);
  setFlash(event.cookies, app, draft ? (draft.failed ?? `${how}-and-placed`) : how, draft?.question);
  redirect(303, draft?.failed ? localizeHref(`/questions/${draft.question}`) : next);
}
