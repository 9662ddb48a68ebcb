import { describe, expect, test } from 'vitest';
import { isEmail, normaliseEmail } from './handle.ts';

describe('an e-mail address', () => {
  test.each([
    'reader@example.com',
    'first.last+tag@mail.example.co.kr',
    "o'neil_{x}!#$%&*/=?^`|~@example.com",
    '예측가@예시.한국',
    'r@e.co',
    'reader@xn--9n2bp8q.xn--3e0b707e',
    `${'a'.repeat(64)}@${'b'.repeat(180)}.example`,
  ])('may be %s', (email) => {
    expect(isEmail(normaliseEmail(email))).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['no at sign', 'reader.example.com'],
    ['two at signs', 'reader@example@example.com'],
    ['no name', '@example.com'],
    ['no host', 'reader@'],
    ['no dot in the host', 'reader@localhost'],
    ['a last part of one letter', 'reader@example.c'],
    ['a dot at the end', 'reader@example.com.'],
    ['a space inside', 'read er@example.com'],
    ['a line inside', 'reader@example.com\nbcc: everybody@example.com'],
    ['a NUL in the name', 'read\0er@example.com'],
    ['a NUL in the host', 'reader@exa\0mple.com'],
    ['an escape', 'reader\u001b@example.com'],
    ['an invisible space', 'reader\u200b@example.com'],
    ['half a character', 'reader\ud800@example.com'],
    ['angle brackets', 'Reader <reader@example.com>'],
    ['quotes', '"reader"@example.com'],
    ['a comma', 'a@example.com,b@example.com'],
    ['a colon', 'mailto:reader@example.com'],
    ['brackets', 'reader@[127.0.0.1]'],
    ['255 letters', `${'a'.repeat(243)}@example.com`],
    ['a million letters', `${'a'.repeat(1_000_000)}@example.com`],
    ['a million letters without an end', `a@${'a.'.repeat(500_000)}`],
  ])('is refused for %s', (_, email) => {
    expect(isEmail(normaliseEmail(email))).toBe(false);
  });

  test('is normalised: case, Unicode composition and surrounding space do not matter', () => {
    expect(normaliseEmail(' Reader@Example.COM\n')).toBe('reader@example.com');
    expect(normaliseEmail('예측가@예시.한국'.normalize('NFD'))).toBe('예측가@예시.한국');
    expect(normaliseEmail('É@example.com'.normalize('NFD'))).toBe('é@example.com');
  });

  test.each([
    ['full-width letters', 'reader@ｇｍａｉｌ.com', 'reader@gmail.com'],
    ['mathematical letters', 'reader@𝐠mail.com', 'reader@gmail.com'],
    ['an ideographic full stop', 'reader@mail。ac.kr', 'reader@mail.ac.kr'],
    ['the coding of other scripts', 'reader@xn--vv4b11dba.xn--3e0b707e', 'reader@예시예.한국'],
  ])('has one normal form of its host: %s', (_, typed, normal) => {
    expect(normaliseEmail(typed)).toBe(normal);
  });

  test.each(['/', '?', '#', '%2e'])('is not cut at %s in its host', (sign) => {
    expect(isEmail(normaliseEmail(`reader@gmail.com${sign}.example`))).toBe(false);
  });

  test('stays the same when it is normalised again', () => {
    for (const email of ['İstanbul@example.com', 'STRASSE@Example.com', 'ΣΑΣ@example.com']) {
      const once = normaliseEmail(email);
      expect(normaliseEmail(once)).toBe(once);
    }
  });
});
