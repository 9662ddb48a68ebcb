import type { RequestEvent } from '@sveltejs/kit';
import { AppError, ValidationError } from '../errors.ts';
import { logSecurity } from './log-security.ts';

/** A `catch` handler that writes a wrong password or a reached limit to the security log, by address. */
export function logRefusal(event: RequestEvent) {
  return async (cause: unknown): Promise<never> => {
    const isFailure = cause instanceof ValidationError && cause.error === 'wrong-credentials';
    const isLockout = cause instanceof AppError && cause.status === 429;
    if (isFailure || isLockout)
      await logSecurity(event, isLockout ? 'lockout' : 'failure', { reason: event.route.id ?? '' });
    throw cause;
  };
}
