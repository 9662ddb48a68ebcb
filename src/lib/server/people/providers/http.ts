// Signed cookies of sign-ins that take several requests: on the way to a provider and back, until a new account has a handle,
// and while a passkey is asked for.
import { type Cookies, redirect, type RequestEvent } from '@sveltejs/kit';
import { type Provider, PROVIDERS } from '#lib/types/provider.ts';
import { openJson, sealJson } from '../../platform/signing.ts';
import type { Locale } from '../../platform/mail/letter.ts';
import { type Checks, ProviderError, type ProviderFailure } from './clients.ts';
import { CHALLENGE_SECONDS } from '../../platform/limits/limits.ts';
import { cookieName, cookieOptions, setFlash } from '../../http/cookies.ts';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { externalLink, isInKakaoTalk } from '#lib/kakaotalk.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { linkOf } from '../../forecasts/form.ts';
import { logSecurity } from '../sessions/http.ts';

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

export function keep(cookies: Cookies, app: App.Locals['app'], kept: Kept): void {
  const seconds = SECONDS[kept.kind];
  const text = sealJson(kept, seconds, app.providerSecret, new Date());
  cookies.set(nameOf(app, kept.kind), text, cookieOptions(app, seconds));
}

export function read<K extends Kept['kind']>(
  cookies: Cookies,
  app: App.Locals['app'],
  kind: K,
): Extract<Kept, { kind: K }> | null {
  const text = cookies.get(nameOf(app, kind));
  const kept = text ? openJson<Kept>(text, app.providerSecret, new Date()) : null;
  return kept?.kind === kind ? (kept as Extract<Kept, { kind: K }>) : null;
}

/** Drops an unfinished joining: on a shared computer the next person to sign in or out is another one. */
export function dropArrival(cookies: Cookies, app: App.Locals['app']): void {
  if (cookies.get(nameOf(app, 'arrival')) !== undefined) drop(cookies, app, 'arrival');
}

export function drop(cookies: Cookies, app: App.Locals['app'], kind: Kept['kind']): void {
  cookies.delete(nameOf(app, kind), cookieOptions(app, 0));
}

function nameOf(app: App.Locals['app'], kind: Kept['kind']): string {
  return cookieName(app, `sign-in-${kind}`);
}

// Signing in by other providers, over HTTP.

/** The provider of the address. @throws NotFoundError where its keys are not set */
export function providerOf({ params, locals }: RequestEvent<{ provider: string }>): Provider {
  const provider = PROVIDERS.find((each) => each === params.provider);
  if (!provider || !locals.app.providers.has(provider)) throw new NotFoundError();
  return provider;
}

/** The providers that can be used in the reader's browser. */
export function providersFor({ locals, request }: Pick<RequestEvent, 'locals' | 'request'>): Provider[] {
  const isUsable = (provider: Provider) =>
    provider !== 'google' || !isInKakaoTalk(request.headers.get('user-agent'));
  return PROVIDERS.filter((provider) => locals.app.providers.has(provider) && isUsable(provider));
}

/**
 * In KakaoTalk: a link that opens the phone's own browser with the visitor's draft in the address, since that browser has
 * other cookies; null elsewhere.
 */
export function externalBrowserLink(
  { request, url }: RequestEvent,
  draft: { question: QuestionView; permille: number[] } | null,
): string | null {
  if (!isInKakaoTalk(request.headers.get('user-agent'))) return null;
  const path = draft ? pathOf(draft) : localizeHref('/');
  return externalLink(url.origin + path);
}

function pathOf({ question, permille }: { question: QuestionView; permille: number[] }): string {
  const options = question.options.map(({ slug }) => slug);
  const query = linkOf(permille, { options, seats: question.seats });
  return `${localizeHref(`/questions/${question.slug}`)}?${query}`;
}

/** The address that is registered with the provider: the same in every language. */
export function callbackOf({ url }: RequestEvent, provider: Provider): string {
  return `${url.origin}/sign-in/${provider}/callback`;
}

/** Sends the reader back to a page that says what happened; a draft stays. @throws what is no ProviderError */
export async function sendBack(event: RequestEvent, error: unknown, path: string): Promise<never> {
  if (!(error instanceof ProviderError)) throw error;
  const { failure } = error;
  event.locals.app.log.warn({ err: error, route: event.route.id }, failure);
  if (failure === 'provider-failed') await logFailure(event, failure);
  setFlash(event.cookies, event.locals.app, failure);
  redirect(303, localizeHref(path));
}

function logFailure(event: RequestEvent, reason: ProviderFailure): Promise<void> {
  return logSecurity(event, 'failure', { accountId: event.locals.account?.id ?? null, reason });
}
