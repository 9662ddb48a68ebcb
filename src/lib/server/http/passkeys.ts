// Passkeys over HTTP: the site that they belong to, and the challenge, kept in a signed cookie and good for one answer.
import { isIP } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';
import { isInKakaoTalk } from '#lib/kakaotalk.ts';
import { sha256 } from '../auth/hash.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import type { Site } from '../passkeys/answer.ts';
import { drop, keep, read } from './provider-cookies.ts';

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
