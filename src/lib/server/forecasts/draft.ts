// A visitor's forecast, carried to `/join` in a signed cookie: numbers alone, nothing about a person.
import { seal, unseal } from '../auth/signed.ts';

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
  return seal(body, secret);
}

/** The draft of a cookie's text, or null where it is not ours, damaged or too old. */
export function openDraft(text: string, secret: Uint8Array, now: Date): Draft | null {
  const body = unseal(text, secret);
  if (body === null) return null;
  // Signed by us, so it is what `sealDraft` wrote.
  const { question, permille, requestId, until } = JSON.parse(
    Buffer.from(body, 'base64url').toString(),
  ) as Draft & { until: number };
  return until * 1000 < now.getTime() ? null : { question, permille, requestId };
}
