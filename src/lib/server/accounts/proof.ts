// A password typed again by somebody who is signed in.
import type { Db } from '../db/connect.ts';
import { ValidationError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { signIn } from './service.ts';

/**
 * Checks the password of an account as signing in does, with the same limits: a session that was stolen is no way around
 * them.
 *
 * @param address the client's network address, which is rate-limited
 * @param deviceIdOf as of `signIn`
 * @throws ValidationError where it is wrong, TooManyRequestsError, or BusyError
 */
export async function provePassword(
  db: Db,
  limits: Limits,
  { handle, password }: { handle: string; password: string },
  address: string,
  deviceIdOf: (accountId: number) => string | null,
): Promise<void> {
  await signIn(db, limits, { login: handle, password }, address, deviceIdOf).catch((cause: unknown) => {
    throw cause instanceof ValidationError ? new ValidationError('password', 'wrong-password') : cause;
  });
}
