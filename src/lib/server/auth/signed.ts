import { createHmac, timingSafeEqual } from 'node:crypto';

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
