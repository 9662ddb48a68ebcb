// A passkey is offered by a flash message to somebody who has none and comes back: signs in again, or begins another visit
// still signed in. Who does not want it is not asked again in this browser.
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { Flash } from '#lib/types/reader.ts';
import type { App } from '../app.ts';
import * as passkeys from '../passkeys/service.ts';
import { cookieName, cookieOptions, DEVICE_SECONDS, hasFlash, setFlash } from './cookies.ts';
import { offersPasskeys } from './passkeys.ts';

const DISMISSED = 'no-passkey-offer';

/** Notes that a visit has begun; other messages go first. */
export function noteVisit(cookies: Cookies, app: App): void {
  if (!hasFlash(cookies, app)) setFlash(cookies, app, 'returned');
}

export async function isDue(
  event: Pick<RequestEvent, 'cookies' | 'locals' | 'request' | 'url'>,
  { code }: Flash,
): Promise<boolean> {
  const { app, account } = event.locals;
  if (!account || !(code === 'returned' || code.startsWith('signed-in'))) return false;
  if (!offersPasskeys(event) || event.cookies.get(cookieName(app, DISMISSED))) return false;
  return (await passkeys.list(app.db, account.id)).length === 0;
}

/** Offers none in this browser from now on. */
export function dismiss({ cookies, locals: { app } }: RequestEvent): void {
  cookies.set(cookieName(app, DISMISSED), 'on', cookieOptions(app, DEVICE_SECONDS));
}
