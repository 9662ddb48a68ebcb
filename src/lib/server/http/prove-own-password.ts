import type { RequestEvent } from '@sveltejs/kit';
import { provePassword } from '../accounts/proof.ts';
import type { Account } from '../auth/auth.ts';
import { deviceOf } from './cookies.ts';
import { logRefusal } from './log-refusal.ts';

/**
 * Checks the password that the reader typed again, with the limits of signing in on this device. A refusal is in the
 * security log.
 *
 * @throws ValidationError of the field `password`, TooManyRequestsError, or BusyError
 */
export async function proveOwnPassword(
  event: RequestEvent,
  { handle }: Pick<Account, 'handle'>,
  password: string,
): Promise<void> {
  const { db, limits } = event.locals.app;
  const device = deviceOf(event.cookies, event.locals.app);
  const address = event.getClientAddress();
  await provePassword(db, limits, { handle, password }, address, device).catch(logRefusal(event));
}
