// Signed cookies of sign-ins that take several requests: on the way to a provider and back, until a new account has a handle,
// and while a passkey is asked for.
import type { Cookies } from '@sveltejs/kit';
import type { Provider } from '#lib/types/provider.ts';
import type { App } from '../app.ts';
import { openJson, sealJson } from '../auth/sealed.ts';
import type { Locale } from '../mail/letter.ts';
import type { Checks } from '../providers/clients.ts';
import { CHALLENGE_SECONDS } from '../limits/sign-in-limits.ts';
import { cookieName, cookieOptions } from './cookies.ts';

/** On the way to a provider and back. */
export interface Flow {
  kind: 'flow';
  provider: Provider;
  checks: Checks;
  /** Path on this site to redirect to afterwards. */
  next: string;
  locale: Locale;
  /** The account that gets the identity; null where somebody signs in. */
  linkTo: number | null;
  /** Whether the provider was asked to sign the person in again. */
  again: boolean;
}

/** Who came back from a provider and has no account yet. */
interface Arrival {
  kind: 'arrival';
  provider: Provider;
  subject: string;
  next: string;
}

/** The challenge that a passkey must sign. */
interface Challenge {
  kind: 'challenge';
  challenge: string;
}

type Kept = Flow | Arrival | Challenge;

const SECONDS: Record<Kept['kind'], number> = {
  flow: 10 * 60,
  arrival: 10 * 60,
  challenge: CHALLENGE_SECONDS,
};

export function keep(cookies: Cookies, app: App, kept: Kept): void {
  const seconds = SECONDS[kept.kind];
  const text = sealJson(kept, seconds, app.providerSecret, new Date());
  cookies.set(nameOf(app, kept.kind), text, cookieOptions(app, seconds));
}

export function read<K extends Kept['kind']>(
  cookies: Cookies,
  app: App,
  kind: K,
): Extract<Kept, { kind: K }> | null {
  const text = cookies.get(nameOf(app, kind));
  const kept = text ? openJson<Kept>(text, app.providerSecret, new Date()) : null;
  return kept?.kind === kind ? (kept as Extract<Kept, { kind: K }>) : null;
}

/** Drops an unfinished joining: on a shared computer the next person to sign in or out is another one. */
export function dropArrival(cookies: Cookies, app: App): void {
  if (cookies.get(nameOf(app, 'arrival')) !== undefined) drop(cookies, app, 'arrival');
}

export function drop(cookies: Cookies, app: App, kind: Kept['kind']): void {
  cookies.delete(nameOf(app, kind), cookieOptions(app, 0));
}

function nameOf(app: App, kind: Kept['kind']): string {
  return cookieName(app, `sign-in-${kind}`);
}
