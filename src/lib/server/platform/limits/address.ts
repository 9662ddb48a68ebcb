import { isIPv6 } from 'node:net';
import { createHmac, randomBytes } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { deleteOldSalts, findSaltOfToday, insertSaltOfToday } from './queries.ts';

const GROUPS = 8;
/** A household or a phone has a whole /64 of IPv6 addresses. */
const NETWORK_GROUPS = 4;

/**
 * What counts as one network address: an IPv4 address, or the /64 of an IPv6 address. An IPv4-mapped IPv6 address
 * (`::ffff:192.0.2.7`) is the IPv4 address.
 */
export function networkOf(address: string): string {
  const bare = address.trim().replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const groups = groupsOf(bare);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return mapped(groups.slice(6));
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address, read by the URL parser. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [numbersOf(head), numbersOf(tail ?? '')];
  const zeros = Array<number>(GROUPS - left.length - right.length).fill(0);
  return [...left, ...zeros, ...right];
}

function numbersOf(groups: string): number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
}

function mapped(groups: number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}

// Hashes under which network addresses and logins are counted and stored. The salt is replaced every day (Korean time)
// and then deleted, so that a stored hash cannot be turned back into an address. All processes share it.

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
