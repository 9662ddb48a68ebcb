import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { setFlash, setSession } from './cookies.ts';
import { placeDraft } from './drafts.ts';

/**
 * Lets an account in that has just joined or signed in: opens its session, places the forecast that it brought
 * along, and sends the reader on, or to the question where the forecast could not be placed.
 */
export async function arrive(
  event: RequestEvent,
  accountId: number,
  how: 'joined' | 'signed-in',
  next: string,
): Promise<never> {
  const { app } = event.locals;
  const earlier = event.cookies.get(app.auth.cookieName);
  if (earlier) await app.auth.close(earlier);
  setSession(event.cookies, app, await app.auth.open(accountId));
  const draft = await placeDraft(event, accountId);
  setFlash(event.cookies, app, draft ? (draft.failed ?? `${how}-and-placed`) : how, draft?.question);
  redirect(303, draft?.failed ? localizeHref(`/questions/${draft.question}`) : next);
}
