// The line that explains the three steps of a forecast, to people who have never made one.
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { Moment } from '../questions/moment.ts';
import { cookieName, cookieOptions, DEVICE_SECONDS, isKnownDevice } from './cookies.ts';

const DISMISSED = 'no-first-steps';

/** Whether it is shown: to an account without a forecast, and to a visitor of a new device, until it is dismissed. */
export function isFirstVisit({ app, account }: App.Locals, cookies: Cookies, { mine }: Moment): boolean {
  if (cookies.get(cookieName(app, DISMISSED)) !== undefined) return false;
  return account ? mine.length === 0 : !isKnownDevice(cookies, app);
}

/** Sets the cookie that hides it in this browser. */
export function dismiss({ cookies, locals: { app } }: RequestEvent): void {
  cookies.set(cookieName(app, DISMISSED), 'on', cookieOptions(app, DEVICE_SECONDS));
}
