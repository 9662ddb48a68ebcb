const LONGEST = 254;
const SHAPE = /^[^\s\p{C}\uFFFD@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+\.[^\s\p{C}@<>()[\]\\,;:".]{2,}$/u;

/** One form for one address. */
export function normaliseEmail(typed: string): string {
  return typed.normalize('NFC').trim().toLowerCase();
}

/** Whether a normalised text can be an address; only a mail that arrives proves one. */
export function isEmail(email: string): boolean {
  return email.length <= LONGEST && SHAPE.test(email);
}
