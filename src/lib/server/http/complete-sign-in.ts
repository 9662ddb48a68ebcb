import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { rememberDevice, setFlash, setSession } from './cookies.ts';
import { placeDraft } from './drafts.ts';
import { logSecurity } from './log-security.ts';

/**
 * Completes joining or signing in: opens a session, remembers the device, places the draft that the visitor brought
 * along, and redirects to `next`, or to the question where the draft could not be placed.
 */
export async function completeSignIn(
  event: RequestEvent,
  accountId: number,
  how: 'joined' | 'signed-in',
  next: string,
): Promise<never> {
  const { app } = event.locals;
  const earlier = event.cookies.get(app.auth.cookieName);
  if (earlier) await app.auth.close(earlier);
  setSession(event.cookies, app, await app.auth.open(accountId));
  rememberDevice(event.cookies, app, accountId);
  await logSecurity(event, how === 'joined' ? 'join' : 'sign-in', { accountId });
  const draft = await placeDraft(event, accountId);
  setFlash(event.cookies, app, draft ? (draft.failed ?? `${how}-and-placed`) : how, draft?.question);
  redirect(303, draft?.failed ? localizeHref(`/questions/${draft.question}`) : next);
}
