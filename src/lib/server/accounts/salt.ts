import { createHmac } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { getSecret } from '../db/secret.ts';

const SALT_BYTES = 16;

/**
 * The password salt of an address: the same for all who claim it, different for every other, and unknown to whoever
 * lacks this server's secret.
 *
 * @param email a normalised address; any text has a salt, so that a wrong one costs the same time
 */
export async function saltOf(db: Db, email: string): Promise<Uint8Array> {
  const secret = await getSecret(db, 'password-salt');
  return createHmac('sha256', secret).update(email).digest().subarray(0, SALT_BYTES);
}
