import { isIPv6 } from 'node:net';

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
