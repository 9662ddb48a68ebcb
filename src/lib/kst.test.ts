import { describe, expect, test } from 'vitest';
import type { Locale } from './format.ts';
import {
  addMonths,
  dayBefore,
  dayEndingAt,
  endOfDay,
  isDay,
  isOneKstDay,
  kstDate,
  kstDay,
  kstInstant,
  kstMinute,
  kstStretch,
  kstTime,
  lastDay,
  parseInstant,
} from './kst.ts';

describe('days and minutes', () => {
  test('a day begins at Korean midnight, 15:00 UTC of the day before', () => {
    expect(kstInstant('2027-01-01')).toEqual(new Date('2026-12-31T15:00:00Z'));
    expect(kstInstant('2027-01-01', '09:30')).toEqual(new Date('2027-01-01T00:30:00Z'));
    expect(kstMinute(new Date('2026-12-31T15:00:59Z'))).toBe('2027-01-01T00:00');
    expect(kstDate(new Date('2026-12-31T14:59:59.999Z'))).toBe('2026-12-31');
    expect(kstDate(new Date('2026-12-31T15:00:00Z'))).toBe('2027-01-01');
  });

  test('a day ends at 24:00, which still belongs to it', () => {
    expect(endOfDay('2027-12-31')).toEqual(new Date('2027-12-31T15:00:00Z'));
    expect(dayBefore(endOfDay('2027-12-31'))).toBe('2027-12-31');
    expect(dayBefore(new Date(endOfDay('2027-12-31').getTime() + 1))).toBe('2028-01-01');
    expect(dayEndingAt('2027-12-31T15:00:00Z')).toBe('2027-12-31');
    expect(dayEndingAt('2027-12-31T14:59:00Z')).toBeNull();
  });

  test('months have their lengths and follow one another across years', () => {
    expect(['2027-02', '2028-02', '2027-12'].map(lastDay)).toEqual([
      '2027-02-28',
      '2028-02-29',
      '2027-12-31',
    ]);
    expect([addMonths('2026-11', 2), addMonths('2026-11', 14), addMonths('2026-01', -1)]).toEqual([
      '2027-01',
      '2028-01',
      '2025-12',
    ]);
  });

  test('two instants are on one day by the Korean calendar', () => {
    expect(isOneKstDay('2026-08-17T15:00:00Z', '2026-08-18T14:59:59Z')).toBe(true);
    expect(isOneKstDay('2026-08-18T14:59:59Z', '2026-08-18T15:00:00Z')).toBe(false);
  });
});

describe('isDay', () => {
  test.each(['2026-08-18', '2028-02-29', '2000-01-01', '2099-12-31'])('accepts %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each([
    ...['2027-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-01-00', '1999-12-31', '2100-01-01'],
    ...['', '0026-08-18', '2026-8-18', '2026-08-18T00:00', ' 2026-08-18', '２０２６-08-18'],
  ])('refuses %j', (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe('parseInstant', () => {
  test.each([
    ['2027-02-10T15:00', '2027-02-10T06:00:00.000Z'],
    ['2027-02-10 15:00', '2027-02-10T06:00:00.000Z'],
    ['2027-02-10T15:00:01.5', '2027-02-10T06:00:01.500Z'],
    ['2027-02-10T15:00+09:00', '2027-02-10T06:00:00.000Z'],
    ['2027-02-10T15:00-0130', '2027-02-10T16:30:00.000Z'],
    ['2027-02-10T15:00-05:00', '2027-02-10T20:00:00.000Z'],
    ['2027-02-10T15:00z', '2027-02-10T15:00:00.000Z'],
    ['2027-02-10T15:00:00Z', '2027-02-10T15:00:00.000Z'],
    ['2027-01-01T00:00', '2026-12-31T15:00:00.000Z'],
  ])('%s is %s', (text, at) => {
    expect(parseInstant(text)?.toISOString()).toBe(at);
  });

  test.each([
    ...['', 'soon', 'NaN', '0', '1770000000000', '-infinity', '오후 3시', '15:00', '2027-02-10'],
    ...['20270210T1500', '2027-02-30T15:00', '2027-13-01T15:00', '0001-01-01T00:00', '+002027-02-10T15:00'],
    ...['２０２７-02-10T15:00', '2027-02-10T25:00', '2027-02-10T15:60', '2027-02-10T15:00+99:00'],
    '2027-02-10T15:00 KST',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('reads back what kstMinute wrote', () => {
    for (let at = Date.UTC(2024, 1, 1); at < Date.UTC(2029, 0, 1); at += 100_003 * 60_000)
      expect(parseInstant(kstMinute(new Date(at)))).toEqual(new Date(at));
  });
});

describe('times', () => {
  test('are Korean, whatever the zone of the machine', () => {
    expect(kstTime('2026-11-24T09:00:00Z', 'ko')).toBe('11월 24일(화) 18:00 (KST)');
    expect(kstTime('2026-11-24T09:00:00Z', 'en')).toBe('Tue, Nov 24, 18:00 (KST)');
  });

  test('write midnight as 00:00 of the new day', () => {
    expect(kstTime('2026-12-31T15:00:00Z', 'ko', { year: true })).toBe('2027년 1월 1일(금) 00:00 (KST)');
    expect(kstTime('2026-12-31T15:00:00Z', 'en', { year: true })).toBe('Fri, Jan 1, 2027, 00:00 (KST)');
  });

  test('are those of the time zone, at every hour of years', () => {
    const said = {
      year: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    const zone = { timeZone: 'Asia/Seoul', hourCycle: 'h23' } as const;
    const en = new Intl.DateTimeFormat('en-US', { ...said, ...zone, month: 'short' });
    const ko = new Intl.DateTimeFormat('ko-KR', { ...said, ...zone, month: 'numeric' });
    const partsOf = (formatter: Intl.DateTimeFormat, at: number) =>
      Object.fromEntries(
        formatter.formatToParts(at).map(({ type, value }) => [type, value.replace(/[월일]$/, '')]),
      );
    // Steps of a prime count of minutes come by every hour of every weekday, and by the ends of months and leap years.
    for (let at = Date.UTC(2024, 1, 1); at < Date.UTC(2029, 0, 1); at += 1009 * 60_000) {
      const instant = new Date(at).toISOString();
      const e = partsOf(en, at);
      expect(kstTime(instant, 'en', { year: true })).toBe(
        `${e.weekday}, ${e.month} ${e.day}, ${e.year}, ${e.hour}:${e.minute} (KST)`,
      );
      const k = partsOf(ko, at);
      const clock = `${e.hour}:${e.minute} (KST)`;
      const weekday = ko.formatToParts(at).find(({ type }) => type === 'weekday')?.value;
      expect(kstTime(instant, 'ko', { year: true })).toBe(
        `${k.year}년 ${k.month}월 ${k.day}일(${weekday}) ${clock}`,
      );
    }
  });

  test('nothing is written for what is no time', () => {
    expect(() => kstTime('soon', 'ko')).toThrow(RangeError);
  });

  test('a day is the Korean day, of a date as of an instant', () => {
    expect(kstDay('2026-08-18', 'ko')).toBe('2026년 8월 18일');
    expect(kstDay('2026-08-18', 'en')).toBe('Aug 18, 2026');
    expect(kstDay('2026-08-17T15:00:00Z', 'ko')).toBe('2026년 8월 18일');
  });
});

describe('kstStretch', () => {
  test.each([
    ['2026-08-18T03:00:00Z', '2026-09-03T03:00:00Z', '8월 18일부터 9월 3일까지', 'Aug 18 to Sep 3'],
    [
      '2026-12-18T03:00:00Z',
      '2027-01-03T03:00:00Z',
      '2026년 12월 18일부터 2027년 1월 3일까지',
      'Dec 18, 2026 to Jan 3, 2027',
    ],
    [
      '2026-09-03T05:05:00Z',
      '2026-09-03T06:10:00Z',
      '9월 3일 14:05부터 15:10까지(KST)',
      'Sep 3, 14:05 to 15:10 (KST)',
    ],
  ])('%s to %s is “%s”', (from, until, ko, en) => {
    const written = (locale: Locale) => {
      const { from: start, between, until: end, after } = kstStretch(from, until, locale);
      return start + between + end + after;
    };
    expect(written('ko')).toBe(ko);
    expect(written('en')).toBe(en);
  });
});
