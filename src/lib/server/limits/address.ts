// Hashes under which network addresses and logins are counted and stored. The salt is replaced every day (Korean time)
// and then deleted, so that a stored hash cannot be turned back into an address. All processes share it.
import { createHmac, randomBytes } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { networkOf } from './network.ts';
import { deleteOldSalts, findSaltOfToday, insertSaltOfToday } from './queries.ts';

const SALT_BYTES = 32;

/** Hash of a network address (of the /64 of an IPv6 address), in hex. It differs from day to day. */
export function addressKey(db: Db, address: string): Promise<string> {
  return dailyKey(db, `address ${networkOf(address)}`);
}

/** Hash of any text under today's salt, in hex. */
export async function dailyKey(db: Db, text: string): Promise<string> {
  const salt = (await findSaltOfToday(db)) ?? (await createSaltOfToday(db));
  return createHmac('sha256', salt).update(text).digest('hex');
}

/** Of several processes at once the first decides. */
async function createSaltOfToday(db: Db): Promise<Uint8Array> {
  await insertSaltOfToday(db, randomBytes(SALT_BYTES));
  await deleteOldSalts(db);
  const salt = await findSaltOfToday(db);
  // Midnight has passed in between.
  return salt ?? createSaltOfToday(db);
}
