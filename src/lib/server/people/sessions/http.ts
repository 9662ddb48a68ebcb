// What the forms about one's own account need of a request.
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { Post } from '../accounts/letters.ts';
import type { Account } from './auth.ts';
import { addressKey } from '../../platform/limits/address.ts';
import { type SecurityDetails, type SecurityEvent, securityLog } from '../../platform/log.ts';
import { AppError, ValidationError } from '../../platform/errors.ts';
import type { ValidationCode } from '../../platform/validation-codes.ts';
import { deviceOf, setSession } from '../../http/cookies.ts';
import { provePassword } from '../accounts/own-account.ts';
import * as accounts from '../accounts/service.ts';
import { isFresh } from './sessions.ts';
import type { Typed } from '../../http/fields.ts';
import * as passkeys from '../passkeys/service.ts';

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

/** Writes a line of the security log, with the hashed address of the client. */
export async function logSecurity(
  { locals, getClientAddress }: Pick<RequestEvent, 'locals' | 'getClientAddress'>,
  what: SecurityEvent,
  details: Omit<SecurityDetails, 'addressKey'>,
): Promise<void> {
  const { db, log } = locals.app;
  securityLog(log, what, { ...details, addressKey: await addressKey(db, getClientAddress()) });
}

const WRONG: readonly ValidationCode[] = ['wrong-credentials', 'wrong-password'];

/** A `catch` handler that writes a wrong password or a reached limit to the security log. */
export function logRefusal(event: RequestEvent) {
  return async (cause: unknown): Promise<never> => {
    const accountId = event.locals.account?.id ?? null;
    const isFailure = cause instanceof ValidationError && WRONG.includes(cause.error);
    const isLockout = cause instanceof AppError && cause.status === 429;
    if (isFailure || isLockout)
      await logSecurity(event, isLockout ? 'lockout' : 'failure', {
        accountId,
        reason: event.route.id ?? '',
      });
    throw cause;
  };
}

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

/**
 * Checks the password that the reader typed again, with the limits of signing in on this device. A refusal is in the
 * security log.
 *
 * @throws ValidationError of the field `password`, TooManyRequestsError, or BusyError
 */
async function proveOwnPassword(
  event: RequestEvent,
  { handle }: Pick<Account, 'handle'>,
  password: string,
): Promise<void> {
  const { db, limits } = event.locals.app;
  const device = deviceOf(event.cookies, event.locals.app);
  const address = event.getClientAddress();
  await provePassword(db, limits, { handle, password }, address, device).catch(logRefusal(event));
}

// Actions that need a fresh proof of who acts: a session that was left open, or stolen, is not enough for them.

/**
 * Passes where the reader signed in or typed the password within the last ten minutes, or where `typed.password` is right.
 * An account without a password must have signed in, an admin who has a passkey must have used it.
 *
 * @throws ValidationError of the field `password` or the form, TooManyRequestsError, or BusyError
 */
export async function requireFresh(event: RequestEvent, typed: Typed): Promise<void> {
  const { app, account } = event.locals;
  const secret = event.cookies.get(app.auth.cookieName);
  if (!account || !secret) error(404, { message: 'Not Found' });
  if (await isFresh(app.db, secret)) return;
  if (account.isAdmin && (await passkeys.list(app.db, account.id)).length > 0)
    throw new ValidationError('form', 'fresh-passkey', 403);
  if (!(await accounts.profile(app.db, account.id)).hasPassword)
    throw new ValidationError('form', 'fresh-sign-in', 403);
  const password = typed['password']?.[0] ?? '';
  if (password === '') throw new ValidationError('password', 'fresh-password', 403);
  await proveOwnPassword(event, account, password);
  await renewSession(event, account.id);
  await logSecurity(event, 'elevation', { accountId: account.id, reason: 'fresh-password' });
}

/**
 * Passes where the password that came with the form is the reader's, or where the account has none and signed in within
 * the last ten minutes.
 *
 * @throws ValidationError of the field `password` or the form, TooManyRequestsError, or BusyError
 */
export async function proveOwner(event: RequestEvent, account: Account, password: string): Promise<void> {
  const { hasPassword } = await accounts.profile(event.locals.app.db, account.id);
  if (!hasPassword) return requireFresh(event, {});
  if (password === '') throw new ValidationError('password', 'missing-password');
  await proveOwnPassword(event, account, password);
}
