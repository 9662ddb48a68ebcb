import type { RequestEvent } from '@sveltejs/kit';
import { AppError, ValidationError } from '../errors.ts';
import { logSecurity } from './log-security.ts';
import type { ValidationCode } from '../validation-codes.ts';

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
