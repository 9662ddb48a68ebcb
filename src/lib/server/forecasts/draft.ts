// A visitor's forecast, carried to `/join` in a signed cookie: numbers alone, nothing about a person.
import { openJson, sealJson } from '../platform/signing.ts';

export interface Draft {
  question: string;
  /** In option order. */
  permille: number[];
  requestId: string;
}

/** Long enough to join; after that the odds have moved on. */
export const DRAFT_SECONDS = 24 * 60 * 60;

/** The text of the draft's cookie. */
export function sealDraft(draft: Draft, secret: Uint8Array, now: Date): string {
  return sealJson(draft, DRAFT_SECONDS, secret, now);
}

/** The draft of a cookie's text, or null where it is not ours, damaged or too old. */
export function openDraft(text: string, secret: Uint8Array, now: Date): Draft | null {
  return openJson<Draft>(text, secret, now);
}
