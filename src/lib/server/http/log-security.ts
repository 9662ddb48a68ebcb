import type { RequestEvent } from '@sveltejs/kit';
import { addressKey } from '../limits/address.ts';
import { type SecurityDetails, type SecurityEvent, securityLog } from '../security-log.ts';

/** Writes a line of the security log, with the hashed address of the client. */
export async function logSecurity(
  { locals, getClientAddress }: Pick<RequestEvent, 'locals' | 'getClientAddress'>,
  what: SecurityEvent,
  details: Omit<SecurityDetails, 'addressKey'>,
): Promise<void> {
  const { db, log } = locals.app;
  securityLog(log, what, { ...details, addressKey: await addressKey(db, getClientAddress()) });
}
