import type { RequestEvent } from '@sveltejs/kit';
import { AppError, ValidationError } from '../errors.ts';
import { addressKey } from '../limits/address.ts';
import { securityLog } from '../security-log.ts';

/** A `catch` handler that writes a wrong password or a reached limit to the security log, by address. */
export function logRefusal(event: RequestEvent) {
  return async (cause: unknown): Promise<never> => {
    const { app } = event.locals;
    const isFailure = cause instanceof ValidationError && cause.error === 'wrong-credentials';
    const isLockout = cause instanceof AppError && cause.status === 429;
    if (isFailure || isLockout) {
      const key = await addressKey(app.db, event.getClientAddress());
      securityLog(app.log, isLockout ? 'lockout' : 'failure', {
        addressKey: key,
        reason: event.route.id ?? '',
      });
    }
    throw cause;
  };
}
