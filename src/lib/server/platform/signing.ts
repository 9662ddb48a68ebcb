import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A text followed by our signature. The text may have any characters; it is not secret. */
export function seal(text: string, secret: Uint8Array): string {
  return `${text}.${signatureOf(text, secret)}`;
}

/** The text that was sealed, or null where the signature is not ours. */
export function unseal(sealed: string, secret: Uint8Array): string | null {
  const at = sealed.lastIndexOf('.');
  const text = sealed.slice(0, Math.max(at, 0));
  const [expected, given] = [Buffer.from(signatureOf(text, secret)), Buffer.from(sealed.slice(at + 1))];
  return expected.length === given.length && timingSafeEqual(expected, given) ? text : null;
}

function signatureOf(text: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

// JSON that a browser keeps for us in a cookie: signed, and good until a time. It is not secret.

/** The text of a cookie. @param seconds how long it is good for */
export function sealJson(value: object, seconds: number, secret: Uint8Array, now: Date): string {
  const until = Math.floor(now.getTime() / 1000) + seconds;
  return seal(Buffer.from(JSON.stringify({ ...value, until })).toString('base64url'), secret);
}

/** What was sealed with this secret, or null where it is not ours, damaged or too old. */
export function openJson<T extends object>(text: string, secret: Uint8Array, now: Date): T | null {
  const body = unseal(text, secret);
  if (body === null) return null;
  // Signed by us, so it is what `sealJson` wrote.
  const { until, ...value } = JSON.parse(Buffer.from(body, 'base64url').toString()) as T & { until: number };
  return until * 1000 < now.getTime() ? null : (value as unknown as T);
}

/** SHA-256 in hex: for secrets that are random already, so that the database never holds one that works. */
export function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
