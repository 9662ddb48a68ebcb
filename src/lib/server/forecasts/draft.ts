// A visitor's forecast, carried to `/join` in a signed cookie: numbers alone, nothing about a person.
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Draft {
  question: string;
  /** In option order. */
  permille: number[];
  requestId: string;
}

/** Long enough to join; after that the odds have moved on. */
export const DRAFT_SECONDS = 24 * 60 * 60;

/** The cookie's text: what is kept, until when, and our signature. */
export function sealDraft(draft: Draft, secret: Uint8Array, now: Date): string {
  const until = Math.floor(now.getTime() / 1000) + DRAFT_SECONDS;
  const body = Buffer.from(JSON.stringify({ ...draft, until })).toString('base64url');
  return `${body}.${sign(body, secret)}`;
}

/** The draft of a cookie's text, or null where it is not ours, damaged or too old. */
export function openDraft(text: string, secret: Uint8Array, now: Date): Draft | null {
  const [body, signature, ...rest] = text.split('.');
  if (!body || !signature || rest.length > 0) return null;
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  // Signed by us, so it is what `sealDraft` wrote.
  const { question, permille, requestId, until } = JSON.parse(
    Buffer.from(body, 'base64url').toString(),
  ) as Draft & { until: number };
  return until * 1000 < now.getTime() ? null : { question, permille, requestId };
}

function sign(body: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('base64url');
}
