import { createHmac } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { getSecret } from '../db/secret.ts';

const SALT_BYTES = 16;

/**
 * Password salt of an e-mail address: one per address, shared by all accounts that claim it, derived with this server's secret.
 *
 * @param email a normalised address; an unknown one has a salt, too, so that it costs the same time
 */
export async function saltOf(db: Db, email: string): Promise<Uint8Array> {
  const secret = await getSecret(db, 'password-salt');
  return createHmac('sha256', secret).update(email).digest().subarray(0, SALT_BYTES);
}
