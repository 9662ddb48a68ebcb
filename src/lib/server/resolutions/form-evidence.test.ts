// Parsing evidence and note of the resolve form, without losing input.
import { describe, expect, test } from 'vitest';
import { errorsOf, GOOD, read, URL } from '../results/resolutions/form.fixture.ts';

describe('evidence', () => {
  test('is required', () => {
    for (const evidenceAt of ['', GOOD.evidenceAt!])
      expect(errorsOf({ evidenceUrl: '', evidenceAt })).toEqual({ evidenceUrl: 'missing' });
    expect(errorsOf({ evidenceUrl: ['', ' '], evidenceAt: ['', ''] })).toEqual({ evidenceUrl: 'missing' });
  });

  test('with a wrong time is an error of the time field alone', () => {
    expect(errorsOf({ evidenceAt: '' })).toEqual({ evidenceAt: 'missing' });
    expect(errorsOf({ evidenceAt: 'yesterday' })).toEqual({ evidenceAt: 'not-an-instant' });
    expect(errorsOf({ evidenceAt: '2027-02-11T09:00:01' })).toEqual({ evidenceAt: 'in-the-future' });
    expect(errorsOf({ evidenceUrl: [URL, `${URL}2`], evidenceAt: ['2027-02-10T15:00'] })).toEqual({
      'evidenceAt.1': 'missing',
    });
  });

  test('that is duplicated is an error of the second', () => {
    const twice = { evidenceUrl: [URL, URL], evidenceAt: ['2027-02-10T15:00', '2027-02-10T15:00'] };
    expect(errorsOf(twice)).toEqual({ 'evidenceUrl.1': 'duplicate' });
  });

  test.each([
    'http://www.msit.go.kr/',
    'HTTPS',
    'https://',
    'https:///',
    'https://localhost/',
    'https://exa mple.com/',
    'https://admin@www.msit.go.kr/',
    'https://www.msit.go.kr\\@evil.example/',
    'https://www.msit.go.kr/\u202egpj.exe',
    'ftp://www.msit.go.kr/',
    'javascript:alert(1)//https://a.b',
    'data:text/html,https://a.b',
    '//www.msit.go.kr/',
    'www.msit.go.kr',
    'NaN',
    '과기정통부',
    `https://www.msit.go.kr/${'a'.repeat(500)}`,
  ])('at %s is at no https address', (url) => {
    expect(errorsOf({ evidenceUrl: url })).toEqual({ evidenceUrl: 'not-https' });
  });

  test('comes in pairs, and empty pairs are skipped', () => {
    const { parsed } = read({
      ...GOOD,
      evidenceUrl: [URL, '', 'https://www.korea.kr/briefing/1'],
      evidenceAt: ['2027-02-10T15:00', '', '2027-02-10T15:30'],
    });
    expect(parsed?.decision.evidence).toEqual([
      { url: URL, publishedAt: new Date('2027-02-10T06:00:00Z') },
      { url: 'https://www.korea.kr/briefing/1', publishedAt: new Date('2027-02-10T06:30:00Z') },
    ]);
  });

  test('of more than twenty links is rejected', () => {
    const many = (count: number) => ({
      evidenceUrl: Array.from({ length: count }, (_, i) => `${URL}${i}`),
      evidenceAt: Array.from({ length: count }, () => '2027-02-10T15:00'),
    });
    expect(read({ ...GOOD, ...many(20) }).parsed?.decision.evidence).toHaveLength(20);
    expect(errorsOf(many(21))).toEqual({ evidenceUrl: 'wrong-count' });
  });
});

describe('a note', () => {
  test('is optional for a first result and required for a correction', () => {
    // The database refuses notes of unprintable characters and spaces; no form would catch that error.
    for (const note of ['', ' \n\t ', '\0', '\0 \0'])
      expect(errorsOf({ expectedVersion: '1', note })).toEqual({ note: 'reason-missing' });
    expect(read({ ...GOOD, expectedVersion: '1', note: '잘못 읽었어요' }).parsed).toMatchObject({
      expectedVersion: 1,
      decision: { note: '잘못 읽었어요' },
    });
  });

  test('of more than 2000 characters is too long', () => {
    expect(read({ ...GOOD, note: '가'.repeat(2000) }).errors).toEqual({});
    expect(errorsOf({ note: '가'.repeat(2001) })).toEqual({ note: 'too-long' });
  });

  test('is normalised to NFC, without characters that PostgreSQL cannot store', () => {
    const noteOf = (note: string) => read({ ...GOOD, note }).parsed?.decision.note;
    expect(noteOf('\u1112\u1161\u11ab')).toBe('한');
    expect(noteOf('a\0b')).toBe('ab');
    expect(noteOf('한 곳\ud800')).toBe('한 곳\ufffd');
    expect(noteOf('👩‍💻 “정정”')).toBe('👩‍💻 “정정”');
    expect(noteOf('NaN')).toBe('NaN');
  });
});
