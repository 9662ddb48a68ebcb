import type { RequestEvent } from '@sveltejs/kit';
import * as accounts from '../accounts/service.ts';
import type { Account } from '../auth/auth.ts';
import { ValidationError } from '../errors.ts';
import { proveOwnPassword } from './prove-own-password.ts';
import { requireFresh } from './require-fresh.ts';

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
