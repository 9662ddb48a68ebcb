// Passkeys over HTTP: the site that they belong to, and the challenge, kept in a signed cookie and good for one answer.
import { isIP } from 'node:net';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { isInKakaoTalk } from '#lib/kakaotalk.ts';
import { sha256 } from '../../platform/signing.ts';
import { NotFoundError, ValidationError } from '../../platform/errors.ts';
import * as passkeys from './service.ts';
import type { Site } from './service.ts';
import { drop, keep, read } from '../providers/http.ts';
import type { Flash } from '#lib/types/reader.ts';
import { cookieName, cookieOptions, DEVICE_SECONDS, hasFlash, setFlash } from '../../http/cookies.ts';

/** Null where browsers allow no passkeys: without https, or where the site has no domain name. */
export function passkeySite({ url }: Pick<RequestEvent, 'url'>): Site | null {
  const { hostname: domain, protocol, origin } = url;
  const isSecure = protocol === 'https:' || domain === 'localhost';
  const isAddress = isIP(domain) !== 0 || domain.startsWith('[');
  return isSecure && !isAddress ? { domain, origin } : null;
}

/** Whether passkeys are offered: where browsers allow them, and not in the one inside KakaoTalk, which has none. */
export function offersPasskeys(event: Pick<RequestEvent, 'url' | 'request'>): boolean {
  return passkeySite(event) !== null && !isInKakaoTalk(event.request.headers.get('user-agent'));
}

/** @throws NotFoundError where browsers allow no passkeys */
export function requirePasskeySite(event: RequestEvent): Site {
  const site = passkeySite(event);
  if (!site) throw new NotFoundError();
  return site;
}

export function keepChallenge({ cookies, locals }: RequestEvent, challenge: string): void {
  keep(cookies, locals.app, { kind: 'challenge', challenge });
}

/** The challenge that this browser was given, once. @throws ValidationError where there is none, or it was used */
export async function takeChallenge({ cookies, locals }: RequestEvent): Promise<string> {
  const { app } = locals;
  const kept = read(cookies, app, 'challenge');
  drop(cookies, app, 'challenge');
  if (!kept || !(await app.limits.useChallenge(sha256(kept.challenge))))
    throw new ValidationError('form', 'passkey-failed');
  return kept.challenge;
}

// A passkey is offered by a flash message to somebody who has none and comes back: signs in again, or begins another visit
// still signed in. Who does not want it is not asked again in this browser.

const DISMISSED = 'no-passkey-offer';

/** Notes that a visit has begun; other messages go first. */
export function noteVisit(cookies: Cookies, app: App.Locals['app']): void {
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
