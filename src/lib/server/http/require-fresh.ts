// Actions that need a fresh proof of who acts: a session that was left open, or stolen, is not enough for them.
import { error, type RequestEvent } from '@sveltejs/kit';
import { isFresh, recordProof } from '../auth/proof.ts';
import { ValidationError } from '../errors.ts';
import type { Typed } from '../form.ts';
import { logSecurity } from './log-security.ts';
import { proveOwnPassword } from './prove-own-password.ts';

/**
 * Passes where the reader signed in or typed the password within the last ten minutes, or where `typed.password` is right.
 *
 * @throws ValidationError of the field `password`, TooManyRequestsError, or BusyError
 */
export async function requireFresh(event: RequestEvent, typed: Typed): Promise<void> {
  const { app, account } = event.locals;
  const secret = event.cookies.get(app.auth.cookieName);
  if (!account || !secret) error(404, { message: 'Not Found' });
  if (await isFresh(app.db, secret)) return;
  const password = typed['password']?.[0] ?? '';
  if (password === '') throw new ValidationError('password', 'fresh-password', 403);
  await proveOwnPassword(event, account, password);
  await recordProof(app.db, secret);
  await logSecurity(event, 'elevation', { accountId: account.id, reason: 'fresh-password' });
}
