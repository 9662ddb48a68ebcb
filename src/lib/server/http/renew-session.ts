import type { RequestEvent } from '@sveltejs/kit';
import { setSession } from './cookies.ts';

/**
 * Replaces the reader's session by a new one after a proof of who they are, so that a stolen copy of the former cookie does
 * not get the proof too.
 */
export async function renewSession(event: RequestEvent, accountId: number): Promise<void> {
  const { auth } = event.locals.app;
  const former = event.cookies.get(auth.cookieName);
  setSession(event.cookies, event.locals.app, await auth.open(accountId));
  if (former) await auth.close(former);
}
