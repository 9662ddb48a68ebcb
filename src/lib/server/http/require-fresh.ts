// Actions that need a fresh proof of who acts: a session that was left open, or stolen, is not enough for them.
import { error, type RequestEvent } from '@sveltejs/kit';
import * as accounts from '../accounts/service.ts';
import { isFresh } from '../auth/proof.ts';
import { ValidationError } from '../errors.ts';
import type { Typed } from '../form.ts';
import * as passkeys from '../passkeys/service.ts';
import { logSecurity } from './log-security.ts';
import { proveOwnPassword } from './prove-own-password.ts';
import { renewSession } from './renew-session.ts';

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
