import type { RequestEvent } from '@sveltejs/kit';
import { setSession } from './cookies.ts';

/**
 * Replaces the session of the reader, who has just proved who they are, by a new one: a copy of its cookie that somebody
 * took before is worth nothing from then on.
 */
export async function renewSession(event: RequestEvent, accountId: number): Promise<void> {
  const { auth } = event.locals.app;
  const former = event.cookies.get(auth.cookieName);
  setSession(event.cookies, event.locals.app, await auth.open(accountId));
  if (former) await auth.close(former);
}
