import { hash } from '@node-rs/argon2';
import { limitConcurrency } from '../concurrency.ts';

/** OWASP's first choice for Argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash takes a core for some 30 ms: more at once would stall every page. */
const limit = limitConcurrency(2, 64);

/**
 * Argon2id of a password, in PHC form, under a salt of 8 bytes or more. The salt belongs to the address, not to the
 * account: one computation then finds whichever account of the address has this password, however many claim it.
 *
 * @throws BusyError where too many are waiting
 */
export function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  return limit(() => hash(password.normalize('NFC'), { ...COST, salt }));
}
