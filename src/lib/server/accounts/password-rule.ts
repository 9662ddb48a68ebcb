import type { AccountFaultCode } from '#lib/types/reader.ts';

/** NIST SP 800-63B asks for eight at the least; length is what counts. */
const SHORTEST = 10;
/** Argon2 reads any length; this only bounds the work. */
const LONGEST = 200;
const FEWEST_DIFFERENT = 4;
const COMMON = [
  '1234567890',
  '0123456789',
  'qwertyuiop',
  'password',
  'asdfghjkl',
  'iloveyou',
  'abcdefghij',
  'qwer1234',
];

/** Validation error of a new password, or undefined. */
export function passwordFault(password: string, handle: string, email: string): AccountFaultCode | undefined {
  if (password === '') return 'missing';
  const composed = password.normalize('NFC');
  const length = [...composed].length;
  if (length < SHORTEST) return 'password-short';
  if (length > LONGEST) return 'password-long';
  return isGuessable(composed.toLowerCase(), handle.toLowerCase(), email) ? 'password-common' : undefined;
}

function isGuessable(password: string, handle: string, email: string): boolean {
  if (new Set(password).size < FEWEST_DIFFERENT) return true;
  if (password === handle || password === email || password === email.split('@')[0]) return true;
  return COMMON.some((common) => password.startsWith(common) && password.length < common.length + 4);
}
