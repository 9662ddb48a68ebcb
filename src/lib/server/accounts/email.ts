import { domainToASCII, domainToUnicode } from 'node:url';

const LONGEST = 254;
const SHAPE = /^[^\s\p{C}\uFFFD@<>()[\]\\,;:"]+@(?:[\p{L}\p{M}\p{N}_-]+\.)+[\p{L}\p{M}\p{N}-]{2,}$/u;
/** What a host name may be made of as people type it; `domainToASCII` would drop other characters and what follows them. */
const HOST = /^[\p{L}\p{M}\p{N}_.\u3002\uFF0E\uFF61-]+$/u;

/**
 * Normal form of an e-mail address. A mail server is found by the normal form of its name, so names that differ only in width
 * or in coding (`ｇmail.com`, `xn--…`) are one.
 */
export function normaliseEmail(typed: string): string {
  const email = typed.normalize('NFC').trim().toLowerCase();
  const at = email.lastIndexOf('@');
  const host = email.slice(at + 1);
  if (at < 0 || email.length > LONGEST || !HOST.test(host)) return email;
  return `${email.slice(0, at)}@${domainToUnicode(domainToASCII(host))}`;
}

/** Whether a normalised text has the shape of an e-mail address. */
export function isEmail(email: string): boolean {
  return email.length <= LONGEST && SHAPE.test(email);
}
