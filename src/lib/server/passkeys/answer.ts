// What authenticators answer, and for which site.
import { ValidationError } from '../errors.ts';

/** The site as authenticators know it. */
export interface Site {
  /** The domain name that passkeys belong to. */
  domain: string;
  origin: string;
}

export const FAILED = new ValidationError('form', 'passkey-failed');

/** Of passkeys; WebAuthn allows 1,023 bytes, which are 1,364 letters. */
export const ID = /^[\w-]{1,1400}$/;

/** @throws ValidationError where the text is no answer */
export function parsed<T extends { id: string }>(answer: string): T {
  try {
    const value = JSON.parse(answer) as T | null;
    if (typeof value?.id === 'string') return value;
  } catch {
    // Not JSON: as any other answer that is none.
  }
  throw FAILED;
}

/** The library says by an error what is not as expected. */
export function fail(cause: unknown): never {
  throw Object.assign(new ValidationError('form', 'passkey-failed'), { cause });
}
