/**
 * How numbers and names are written in Korean and English. Pure: the locale is a parameter. Percent exists only here and
 * in forms. Without Intl, which takes a slow phone a tenth of a second to load.
 */
import { MICRO } from './domain/micro.ts';

export type Locale = 'ko' | 'en';

/** U+2212: a hyphen is too short beside a plus and breaks lines. */
const MINUS = '\u2212';

/** "80%", "66.7%": at most one decimal, which permille always fits. */
export function percent(permille: number): string {
  return `${percentNumber(permille)}%`;
}

/** "80.0%", "66.7%": of the crowd's odds, which always have one decimal. */
export function oddsPercent(permille: number): string {
  return `${(Math.round(permille) / 10).toFixed(1)}%`;
}

/** `oddsPercent`, or a dash where there is no number. */
export function oddsPercentOrDash(permille: number | null | undefined): string {
  return permille === null || permille === undefined ? '–' : oddsPercent(permille);
}

/** A percentage, or a dash where there is no number: what is missing never reads as 0%. */
export function percentOrDash(permille: number | null | undefined): string {
  return permille === null || permille === undefined ? '–' : percent(permille);
}

/** The number alone, for an input or where the percent sign stands elsewhere. */
export function percentNumber(permille: number): string {
  return String(Math.round(permille) / 10);
}

/** Parses a typed percentage with at most one decimal into permille; null where it is none. The range is not checked. */
export function permilleOf(percentText: string): number | null {
  const digits = /^([0-9]{1,3})(?:\.([0-9]))?$/.exec(percentText.trim());
  return digits && Number(digits[1]) * 10 + Number(digits[2] ?? 0);
}

/** "+34", "−24", "0". */
export function signedPoints(points: number, digits = 0): string {
  const rounded = Number(points.toFixed(digits));
  const size = Math.abs(rounded).toFixed(digits);
  if (rounded === 0) return size;
  return (rounded > 0 ? '+' : MINUS) + size;
}

export const MICRO_PER_TENTH = MICRO / 10;

/** Micro-points in whole tenths of a point, as they are shown; halves away from zero, so that ± mirror each other. */
export function tenthsOf(microPoints: number): number {
  const tenths = Math.round(Math.abs(microPoints) / MICRO_PER_TENTH);
  return microPoints < 0 && tenths > 0 ? -tenths : tenths;
}

/** "+12.4", "−3.1", "0.0": points of a score, from micro-points. */
export function scorePoints(microPoints: number): string {
  return signedPoints(tenthsOf(microPoints) / 10, 1);
}

/** "1,000", "12.34": micro-points of a market, rounded down to hundredths. */
export function marketPoints(microPoints: number): string {
  const hundredths = Math.floor(Math.abs(microPoints) / (MICRO / 100));
  const decimals = String(hundredths % 100).padStart(2, '0');
  const size = formatCount(Math.floor(hundredths / 100)) + (decimals === '00' ? '' : `.${decimals}`);
  return microPoints < 0 && hundredths > 0 ? MINUS + size : size;
}

/** "+1,226.21", "−40", "0": micro-points that a market gained somebody. */
export function marketGain(microPoints: number): string {
  return (microPoints > 0 ? '+' : '') + marketPoints(microPoints);
}

/** "148.21": micro-shares of a market, rounded down to hundredths; smaller ones as they are. */
export function marketShares(microShares: number): string {
  return microShares < MICRO / 100 ? String(microShares / MICRO) : marketPoints(microShares);
}

/** "63.4%": micro-points a share, as a probability in percent with one decimal. */
export function marketPrice(microPoints: number): string {
  return `${(Math.round(microPoints / (MICRO / 1000)) / 10).toFixed(1)}%`;
}

/** "83%", "<1%": a share in millionths; 0% and 100% only where it is none or all. */
export function sharePercent(millionths: number): string {
  const whole = Math.round((100 * millionths) / MICRO);
  if (millionths > 0 && millionths < MICRO / 100) return '<1%';
  if (whole === 100 && millionths < MICRO) return '99%';
  return `${whole}%`;
}

/** "1,284"; of a whole number. */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

const COUNT_WORDS: Record<Locale, readonly string[]> = {
  ko: ['영', '한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
};

/** "두" (before a counter: 두 자리, 두 곳), "two"; digits above ten. */
export function countWord(n: number, locale: Locale): string {
  return COUNT_WORDS[locale][n] ?? String(n);
}

/** "첫 번째", "두 번째", "11번째"; in English the number alone. */
export function ordinal(n: number, locale: Locale): string {
  if (locale === 'en') return String(n);
  if (n === 1) return '첫 번째';
  return n < COUNT_WORDS.ko.length ? `${countWord(n, locale)} 번째` : `${n}번째`;
}

const COUNT_NOUNS_KO = ['영', '하나', '둘', '셋', '넷', '다섯', '여섯', '일곱', '여덟', '아홉', '열'];

/** "셋" (standing alone: 셋을 더하면), "three"; digits above ten. */
export function countNoun(n: number, locale: Locale): string {
  return (locale === 'ko' ? COUNT_NOUNS_KO[n] : COUNT_WORDS.en[n]) ?? String(n);
}

/** "A와 B", "A, B와 C"; "A and B", "A, B and C". */
export function joinList(names: readonly string[], locale: Locale): string {
  const last = names.at(-1);
  if (last === undefined) return '';
  const rest = names.slice(0, -1);
  const beforeLast = rest.at(-1);
  if (beforeLast === undefined) return last;
  if (locale === 'en') return `${rest.join(', ')} and ${last}`;
  return `${[...rest.slice(0, -1), josa(beforeLast, '와/과')].join(', ')} ${last}`;
}

export type Josa = '은/는' | '이/가' | '을/를' | '와/과' | '으로/로';

/** [after a consonant, after a vowel] */
const PARTICLES: Record<Josa, readonly [string, string]> = {
  '은/는': ['은', '는'],
  '이/가': ['이', '가'],
  '을/를': ['을', '를'],
  '와/과': ['과', '와'],
  '으로/로': ['으로', '로'],
};

/** The word with its particle, as it is read aloud: 업스테이지는, SK텔레콤은, LG로, 12를. */
export function josa(word: string, pair: Josa): string {
  const [afterConsonant, afterVowel] = PARTICLES[pair];
  const final = finalSound(word);
  const takesConsonantForm = pair === '으로/로' ? final !== '' && final !== 'ㄹ' : final !== '';
  return word + (takesConsonantForm ? afterConsonant : afterVowel);
}

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS_PER_SYLLABLE = 28;
const FINAL_RIEUL = 8;
/** Digits as they are read one by one: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_FINALS = ['ㅇ', 'ㄹ', '', 'ㅁ', '', '', 'ㄱ', 'ㄹ', 'ㄹ', ''] as const;
/** Letters whose Korean names end in a consonant: 엘 엠 엔 알. */
const LETTER_FINALS: Record<string, string> = { l: 'ㄹ', m: 'ㅁ', n: 'ㄴ', r: 'ㄹ' };

/** The consonant a word ends in when read in Korean, '' for a vowel; ㄹ for itself, ㄴ for every other. */
function finalSound(word: string): string {
  const spoken = word.replace(/[^\p{L}\p{N}]+$/u, '');
  const last = spoken.at(-1);
  if (last === undefined) return '';
  const code = last.charCodeAt(0);
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) {
    const final = (code - HANGUL_FIRST) % FINALS_PER_SYLLABLE;
    if (final === 0) return '';
    return final === FINAL_RIEUL ? 'ㄹ' : 'ㄴ';
  }
  if (/[0-9]/.test(last)) return DIGIT_FINALS[Number(last)] ?? '';
  const latin = /[A-Za-z]+$/.exec(spoken)?.[0] ?? '';
  if (latin === '') return '';
  const letter = latin.charAt(latin.length - 1).toLowerCase();
  // An abbreviation is read letter by letter, a word by its sound.
  if (latin === latin.toUpperCase()) return LETTER_FINALS[letter] ?? '';
  if (/(?:[mn]|ng|[aeiouy][ptkbc])$/i.test(latin)) return 'ㄴ';
  return /l$/i.test(latin) ? 'ㄹ' : '';
}
