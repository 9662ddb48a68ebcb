/**
 * How numbers, times and names are written for people, in Korean and English. Pure: the locale is a
 * parameter, times are always Korean (KST), and percent exists only here and in forms. By hand, since a phone takes a
 * tenth of a second to begin with Intl.
 */

export type Locale = 'ko' | 'en';

/** U+2212: a hyphen is too short beside a plus and breaks lines. */
const MINUS = '\u2212';
/** Korea has been nine hours ahead, without summer time, since 1988. */
export const KST_OFFSET_MS = 9 * 3_600_000;

/** "80%", "66.7%": at most one decimal, which permille always fits. */
export function percent(permille: number): string {
  return `${percentNumber(permille)}%`;
}

/** The number alone, for an input or where the sign stands elsewhere. */
export function percentNumber(permille: number): string {
  return String(Math.round(permille) / 10);
}

/** Permille of a percentage as typed, with at most one decimal; null where it is none. The range is not checked. */
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

const MICRO_PER_TENTH = 100_000;

/** Micro-points in whole tenths of a point, as they are shown; halves away from zero, so that ± mirror each other. */
export function tenthsOf(microPoints: number): number {
  const tenths = Math.round(Math.abs(microPoints) / MICRO_PER_TENTH);
  return microPoints < 0 && tenths > 0 ? -tenths : tenths;
}

/** "+12.4", "−3.1", "0.0": points of a score, from micro-points. */
export function scorePoints(microPoints: number): string {
  return signedPoints(tenthsOf(microPoints) / 10, 1);
}

/** "83%": a share in millionths; 0% and 100% only where it is none or all. */
export function sharePercent(millionths: number): string {
  const whole = Math.round(millionths / 10_000);
  if (whole === 0 && millionths > 0) return '1%';
  if (whole === 100 && millionths < 1_000_000) return '99%';
  return `${whole}%`;
}

/** "1,284"; of a whole number. */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

interface KstParts {
  year: string;
  month: string;
  day: string;
  weekday: string;
  hour: string;
  minute: string;
}

const WEEKDAYS: Record<Locale, string[]> = {
  ko: ['일', '월', '화', '수', '목', '금', '토'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @throws RangeError where it is no instant */
function kstParts(at: string, locale: Locale): KstParts {
  const there = new Date(Date.parse(at) + KST_OFFSET_MS);
  const [year = '', month = '', day = '', hour = '', minute = ''] = there.toISOString().split(/[-T:]/);
  return {
    year,
    month: locale === 'ko' ? String(Number(month)) : (MONTHS_EN[Number(month) - 1] ?? ''),
    day: String(Number(day)),
    weekday: WEEKDAYS[locale][there.getUTCDay()] ?? '',
    hour,
    minute,
  };
}

/** "11월 24일(화) 18:00 (KST)", "Tue, Nov 24, 18:00 (KST)"; with the year where asked. */
export function kstTime(at: string, locale: Locale, { year = false } = {}): string {
  const p = kstParts(at, locale);
  const clock = `${p.hour}:${p.minute} (KST)`;
  if (locale === 'ko') {
    return `${year ? `${p.year}년 ` : ''}${p.month}월 ${p.day}일(${p.weekday}) ${clock}`;
  }
  return `${p.weekday}, ${p.month} ${p.day}, ${year ? `${p.year}, ` : ''}${clock}`;
}

/** "2026년 8월 18일", "Aug 18, 2026"; takes an instant or a day `YYYY-MM-DD`. */
export function kstDay(at: string, locale: Locale): string {
  const dayOnly = at.length === 'YYYY-MM-DD'.length;
  const p = kstParts(dayOnly ? `${at}T00:00:00+09:00` : at, locale);
  return locale === 'ko' ? `${p.year}년 ${p.month}월 ${p.day}일` : `${p.month} ${p.day}, ${p.year}`;
}

/** Whether two instants are on one day in Korea. */
export function isOneKstDay(a: string, b: string): boolean {
  return kstDay(a, 'ko') === kstDay(b, 'ko');
}

/** Both ends of a stretch of time, and what stands between and after them. */
export interface Stretch {
  from: string;
  between: string;
  until: string;
  after: string;
}

/**
 * "8월 18일부터 9월 3일까지", "Aug 18 to Sep 3": with the year where it changes on the way, by the clock where both are
 * on one day.
 */
export function kstStretch(from: string, until: string, locale: Locale): Stretch {
  const [a, b] = [kstParts(from, locale), kstParts(until, locale)];
  const day = ({ year, month, day }: KstParts) => {
    if (locale === 'en') return `${month} ${day}${a.year === b.year ? '' : `, ${year}`}`;
    return `${a.year === b.year ? '' : `${year}년 `}${month}월 ${day}일`;
  };
  const clock = ({ hour, minute }: KstParts) => `${hour}:${minute}`;
  const isOneDay = isOneKstDay(from, until);
  const zone = locale === 'en' ? ' (KST)' : '까지(KST)';
  const ends = isOneDay
    ? { from: `${day(a)}${locale === 'en' ? ',' : ''} ${clock(a)}`, until: clock(b), after: zone }
    : { from: day(a), until: day(b), after: zone.replace('(KST)', '').trimEnd() };
  return { ...ends, between: locale === 'en' ? ' to ' : '부터 ' };
}

const COUNT_WORDS: Record<Locale, readonly string[]> = {
  ko: ['영', '한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
};

/** "두" (before a counter: 두 자리, 두 곳), "two"; digits above ten. */
export function countWord(n: number, locale: Locale): string {
  return COUNT_WORDS[locale][n] ?? String(n);
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

/** The consonant a word ends in when read in Korean, '' for a vowel; only ㄹ is told apart from the others. */
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
