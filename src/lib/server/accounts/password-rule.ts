// Which passwords may be chosen: long ones of any characters that are not guessed first.
import type { ValidationCode } from '../validation-codes.ts';
import { isCommonPassword } from './common-passwords.ts';
import { isWalk, typedKeys } from './keyboard.ts';

/** Visible characters. Length is what counts (NIST SP 800-63B). */
const SHORTEST = 12;
/** Argon2 reads any length; this only bounds the work. */
const LONGEST = 256;
const FEWEST_DIFFERENT = 5;
/** What is left of a password beside names must be more than this. */
const TOO_LITTLE = 3;
const SHORTEST_WORD = 3;
const INVISIBLE = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/gu;
/** Digits and signs that stand for letters. */
const LOOKALIKES: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Korean passwords that the list of common ones lacks, as keys. */
const KOREAN = new Set(
  [
    '비밀번호',
    '암호',
    '패스워드',
    '대한민국',
    '우리나라',
    '안녕하세요',
    '사랑합니다',
    '가나다라마바사',
    '아이디',
  ].map(typedKeys),
);
/** What anybody would try first on this site. */
const SITE_WORDS = [
  'final',
  'two',
  '최종',
  '예측',
  'forecast',
  'upstage',
  '업스테이지',
  'skt',
  '텔레콤',
  '네이버',
  'naver',
  '독자',
];

/** The account of a new password, normalised. */
interface Owner {
  handle: string;
  email: string | null;
}

/** Validation error of a new password, or null. */
export function passwordError(password: string, owner: Owner): ValidationCode | null {
  return passwordLengthError(password) ?? (isGuessable(password, owner) ? 'password-common' : null);
}

/** Validation error of the length of a new password, or null. */
export function passwordLengthError(password: string): ValidationCode | null {
  if (password === '') return 'missing-password';
  const composed = password.normalize('NFC');
  if ([...composed].length > LONGEST) return 'password-long';
  return [...composed.replace(INVISIBLE, '')].length < SHORTEST ? 'password-short' : null;
}

/** Whether a password is a repetition, a common one or a walk, also with digits and signs around it or names in it. */
function isGuessable(password: string, owner: Owner): boolean {
  const keys = typedKeys(password);
  if (new Set(keys).size < FEWEST_DIFFERENT || isRepetition(keys)) return true;
  const core = withoutEnds(keys);
  const joined = core.replace(/[^\p{L}\d]/gu, '');
  const rest = withoutEnds(wordsOf(owner).reduce((text, word) => text.replaceAll(word, ''), joined));
  if (rest !== withoutEnds(joined) && rest.length <= TOO_LITTLE) return true;
  const spelled = [...core].map((key) => LOOKALIKES[key] ?? key).join('');
  const guesses = new Set([keys, core, joined, rest, spelled]);
  guesses.delete('');
  return (
    guesses.values().some((guess) => isWalk(guess) || KOREAN.has(guess)) ||
    guesses.add(password).values().some(isCommonPassword)
  );
}

/** Without the digits and signs that it begins and ends with. */
function withoutEnds(keys: string): string {
  return keys.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
}

/** A repetition of something shorter than a password. */
function isRepetition(keys: string): boolean {
  const [, unit] = /^(.+?)\1+$/su.exec(keys) ?? [];
  return unit !== undefined && unit.length < SHORTEST;
}

/** Names that belong to the site and to the owner, as keys, the longest first. */
function wordsOf({ handle, email }: Owner): string[] {
  const [name = '', host = ''] = email?.split('@') ?? [];
  const names = [handle, name, ...host.split('.').slice(0, -1)];
  const parts = names.flatMap((text) => [text.replace(/[^\p{L}\d]/gu, ''), ...text.split(/[^\p{L}]+/u)]);
  const words = [...SITE_WORDS, ...parts].map(typedKeys);
  return [...new Set(words)]
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((a, b) => b.length - a.length);
}
