// What the forms about one's own account need of a request.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { Post } from '../accounts/notify.ts';
import type { Account } from '../auth/auth.ts';

/** The reader's account; a visitor is asked to sign in and comes back. */
export function requireAccount({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): Account {
  if (locals.account) return locals.account;
  redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(url.pathname)}`);
}

/** The secret of the reader's session. */
export function sessionSecret({ locals, cookies }: RequestEvent): string {
  return cookies.get(locals.app.auth.cookieName) ?? '';
}

export function postOf({ locals }: RequestEvent): Post {
  return { mail: locals.app.mail, locale: getLocale() };
}

/** Runs work whose time must not be seen in the answer. What fails is logged. */
export function afterAnswer({ locals }: RequestEvent, what: string, work: () => Promise<void>): void {
  setImmediate(() => {
    work().catch((error: unknown) => locals.app.log.error({ err: error }, what));
  });
}
