// Signing in by other providers, over HTTP.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { externalLink, isInKakaoTalk } from '#lib/kakaotalk.ts';
import { type Provider, PROVIDERS } from '#lib/types/provider.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { NotFoundError } from '../errors.ts';
import { linkOf } from '../forecasts/form-link.ts';
import { type ProviderFailure, ProviderError } from '../providers/clients.ts';
import { setFlash } from './cookies.ts';
import { logSecurity } from './log-security.ts';

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
