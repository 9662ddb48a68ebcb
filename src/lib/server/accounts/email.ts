const LONGEST = 254;
const SHAPE = /^[^\s\p{C}\uFFFD@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+\.[^\s\p{C}@<>()[\]\\,;:".]{2,}$/u;

/** Normal form of an e-mail address. */
export function normaliseEmail(typed: string): string {
  return typed.normalize('NFC').trim().toLowerCase();
}

/** Whether a normalised text has the shape of an e-mail address. */
export function isEmail(email: string): boolean {
  return email.length <= LONGEST && SHAPE.test(email);
}
