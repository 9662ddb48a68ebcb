/**
 * Korean time (KST): reading and writing days, minutes and instants, and the texts that pages show. Pure: no clock, no
 * time zone of the machine. Without Intl, which takes a slow phone a tenth of a second to load.
 */
import type { Locale } from './format.ts';

/** Korea has been nine hours ahead of UTC, without summer time, since 1988. */
const OFFSET = '+09:00';
const OFFSET_MS = 9 * 3_600_000;
export const DAY_MS = 24 * 3_600_000;
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const MONTH_LENGTH = 'YYYY-MM'.length;
/** Any other century is a typing error here. */
const DAY = /^20\d{2}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?$/i;

/** The instant of a Korean day `YYYY-MM-DD` and time `HH:MM`; its start where the time is unknown. */
export function kstInstant(day: string, time: string | null = null): Date {
  return new Date(`${day}T${time ?? '00:00'}${OFFSET}`);
}

/** `YYYY-MM-DDTHH:MM` in Korean time, as an `<input type="datetime-local">` has it. */
export function kstMinute(at: Date): string {
  return inKorea(at).slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** The Korean day of an instant, `YYYY-MM-DD`. */
export function kstDate(at: Date): string {
  return inKorea(at).slice(0, DAY_LENGTH);
}

/** 24:00 of a Korean day. */
export function endOfDay(day: string): Date {
  return new Date(kstInstant(day).getTime() + DAY_MS);
}

/** The Korean day that contains an instant or ends at it: the inverse of `endOfDay`. */
export function dayBefore(at: Date): string {
  return kstDate(new Date(at.getTime() - 1));
}

/** The Korean day that ends at an instant, where that is a midnight: people read "until December 31", not "until January 1, 00:00". */
export function dayEndingAt(at: string): string | null {
  const day = dayBefore(new Date(at));
  return endOfDay(day).getTime() === Date.parse(at) ? day : null;
}

/** The last day of a month `YYYY-MM`. */
export function lastDay(month: string): string {
  return dayBefore(kstInstant(`${addMonths(month, 1)}-01`));
}

/** A month `YYYY-MM`, some months later. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, MONTH_LENGTH);
}

/** Whether a text is a day of this century's calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  // V8 reads February 30 as March 2.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Parses an instant in ISO 8601; without an offset it is Korean time. Null where the text is none. */
export function parseInstant(text: string): Date | null {
  const [, day, clock, offset = OFFSET] = INSTANT.exec(text) ?? [];
  if (!day || !clock || !isDay(day)) return null;
  const at = new Date(`${day}T${clock}${offset}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** ISO 8601 of an instant's Korean wall clock; its `Z` means nothing. */
function inKorea(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString();
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
  const there = new Date(Date.parse(at) + OFFSET_MS);
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

/** "11월 24일(화) 18:00 (KST)", "Tue, Nov 24, 18:00 (KST)"; with the year on request. */
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
  const p = kstParts(at.length === DAY_LENGTH ? kstInstant(at).toISOString() : at, locale);
  return locale === 'ko' ? `${p.year}년 ${p.month}월 ${p.day}일` : `${p.month} ${p.day}, ${p.year}`;
}

/** "8월 18일", "Aug 18". */
export function kstShortDay(at: string, locale: Locale): string {
  const { month, day } = kstParts(at, locale);
  return locale === 'ko' ? `${month}월 ${day}일` : `${month} ${day}`;
}

/** Whether two instants are on one day in Korea. */
export function isOneKstDay(a: string, b: string): boolean {
  return kstDay(a, 'ko') === kstDay(b, 'ko');
}

/** A time range: start, separator, end, suffix. */
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
