import type { ValidationCode } from '../validation-codes.ts';

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

/** The account of a new password, normalised. */
interface Owner {
  handle: string;
  email: string | null;
}

/** Validation error of a new password, or null. Without an owner it is not compared with handle and address. */
export function passwordError(password: string, owner?: Owner): ValidationCode | null {
  if (password === '') return 'missing-password';
  const composed = password.normalize('NFC');
  const length = [...composed].length;
  if (length < SHORTEST) return 'password-short';
  if (length > LONGEST) return 'password-long';
  const lower = composed.toLowerCase();
  return isCommon(lower) || (owner && isNameOf(owner, lower)) ? 'password-common' : null;
}

function isCommon(password: string): boolean {
  if (new Set(password).size < FEWEST_DIFFERENT) return true;
  return COMMON.some((common) => password.startsWith(common) && password.length < common.length + 4);
}

function isNameOf({ handle, email }: Owner, password: string): boolean {
  return [handle.toLowerCase(), email, email?.split('@')[0]].includes(password);
}
