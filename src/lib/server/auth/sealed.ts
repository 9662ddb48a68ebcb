// JSON that a browser keeps for us in a cookie: signed, and good until a time. It is not secret.
import { seal, unseal } from './signed.ts';

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
