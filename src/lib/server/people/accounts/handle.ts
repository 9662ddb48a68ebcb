import { domainToASCII, domainToUnicode } from 'node:url';
import { randomInt } from 'node:crypto';
import { LONGEST_HANDLE } from '#lib/types/people.ts';
import type { ValidationCode } from '../../platform/validation-codes.ts';

const LONGEST_ADDRESS = 254;
const ADDRESS_SHAPE = /^[^\s\p{C}\uFFFD@<>()[\]\\,;:"]+@(?:[\p{L}\p{M}\p{N}_-]+\.)+[\p{L}\p{M}\p{N}-]{2,}$/u;
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
  if (at < 0 || email.length > LONGEST_ADDRESS || !HOST.test(host)) return email;
  return `${email.slice(0, at)}@${domainToUnicode(domainToASCII(host))}`;
}

/** Whether a normalised text has the shape of an e-mail address. */
export function isEmail(email: string): boolean {
  return email.length <= LONGEST_ADDRESS && ADDRESS_SHAPE.test(email);
}

// Handles that could be taken for the site, its author or a company of the contest.

/** Characters that are read as others. */
const READ_AS: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  l: 'i',
};
/** As `plain` writes them. A handle with one of these as a part is refused: `admin-kim`, `the_author`. */
const RESERVED = new Set(
  [
    ...[
      'admin',
      'administrator',
      'author',
      'official',
      'operator',
      'moderator',
      'staff',
      'support',
      'system',
      'security',
    ],
    ...['webmaster', 'root', 'final2', 'finaltwo', 'msit'],
  ].map(plain),
);
/** A handle that begins with one of these is refused: `운영팀`. Deleted accounts are `deleted-…`. */
const RESERVED_BEGINNINGS = [
  'deleted',
  '저자',
  '관리자',
  '운영',
  '공식',
  '최종2',
  '최종둘',
  '과기정통부',
  '과학기술정보통신부',
].map(plain);
const SIMULATED = 'sim-';

/** Whether a normalised handle could be taken for the site or its author, or for a simulated forecaster. */
function isReserved(handle: string): boolean {
  const lower = handle.toLowerCase();
  return (
    lower.startsWith(SIMULATED) ||
    RESERVED_BEGINNINGS.some((name) => plain(lower).startsWith(name)) ||
    [lower, ...lower.split(/[-_]+/)].flatMap(readings).some((reading) => RESERVED.has(reading))
  );
}

/**
 * Whether a normalised handle is one of these names but for case, spaces, signs and a number at its end.
 *
 * @param names names and slugs of the contest's companies
 */
export function isNameOf(handle: string, names: readonly string[]): boolean {
  const taken = new Set(names.map(plain).filter(Boolean));
  return readings(handle).some((reading) => taken.has(reading));
}

/** A name by its letters alone, digits read as the letters that they look like. */
function plain(name: string): string {
  const letters = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\d]/gu, '');
  return letters.replace(/[0134578l]/g, (sign) => READ_AS[sign] ?? sign);
}

/** A name as it is, and without a number at its end. */
function readings(name: string): string[] {
  return [plain(name), plain(name.replace(/[\d_-]+$/, ''))];
}

const HANDLE_SHAPE = new RegExp(`^[A-Za-z0-9가-힣_-]{2,${LONGEST_HANDLE}}$`);

/** Normal form of a handle: composed and trimmed, case as typed. */
export function normaliseHandle(typed: string): string {
  return typed.normalize('NFC').trim();
}

/** Whether a text has the shape of a normalised handle. */
export function isHandle(text: string): boolean {
  return HANDLE_SHAPE.test(text);
}

/** Validation error of a normalised handle, or null. Does not check whether it is taken, or a company's name. */
export function handleError(handle: string): ValidationCode | null {
  if (handle === '') return 'missing-handle';
  if (!isHandle(handle)) return 'handle-shape';
  return isReserved(handle) ? 'handle-reserved' : null;
}

/** Random handle to propose on `/join`; almost certainly free, and checked on joining. */
export function proposeHandle(locale: 'ko' | 'en'): string {
  const number = String(randomInt(100_000, 1_000_000));
  return locale === 'ko' ? `예측가-${number}` : `seat-${number}`;
}

/** Normal form of what somebody signs in with, a handle or an e-mail address: equal for all spellings of it. */
export function normaliseLogin(typed: string): string {
  const handle = normaliseHandle(typed);
  return isHandle(handle) ? handle.toLowerCase() : normaliseEmail(typed);
}
