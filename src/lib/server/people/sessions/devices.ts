// Devices on which somebody has signed in before. A device has a random id per account, in one signed cookie: `account:id`
// pairs, the latest first. It opens nothing; guesses on it are counted apart from those of strangers.
import { randomBytes } from 'node:crypto';
import { seal, unseal } from '../../platform/signing.ts';

const MOST_ACCOUNTS = 4;
const ID_BYTES = 16;

/** The device's id for an account, or null where that account has not signed in on it. */
export function deviceIdOf(cookie: string | undefined, accountId: number, secret: Uint8Array): string | null {
  const pair = pairsOf(cookie, secret).find((each) => each.startsWith(`${accountId}:`));
  return pair?.split(':')[1] ?? null;
}

/** The cookie after an account has signed in. */
export function rememberAccount(cookie: string | undefined, accountId: number, secret: Uint8Array): string {
  const id = deviceIdOf(cookie, accountId, secret) ?? randomBytes(ID_BYTES).toString('base64url');
  const others = pairsOf(cookie, secret).filter((pair) => !pair.startsWith(`${accountId}:`));
  return seal([`${accountId}:${id}`, ...others].slice(0, MOST_ACCOUNTS).join(' '), secret);
}

function pairsOf(cookie: string | undefined, secret: Uint8Array): string[] {
  const text = cookie ? unseal(cookie, secret) : null;
  return text ? text.split(' ') : [];
}
