import { describe, expect, test } from 'vitest';
import { passwordError } from './password-rule.ts';

function errorOf(password: string, handle = 'reader', email = 'kim.reader@example.com') {
  return passwordError(password, { handle, email });
}

describe('a new password', () => {
  test.each([
    ['ten letters', 'correct-ho'],
    ['a sentence with spaces', 'three seats for two teams'],
    ['a sentence in Hangul', '세자리에두팀이남았다네'],
    ['two hundred letters', 'abcd'.repeat(50)],
    ['emoji among letters', '🔮🐟🐘🦊 이 넷이면 된다'],
    ['a common one with enough behind it', 'password-of-a-whale'],
    ['the handle with more', 'reader-of-all-news'],
    ['spaces around it', '  kite and river '],
  ])('may be %s', (_, password) => {
    expect(errorOf(password)).toBeNull();
  });

  test.each([
    ['nothing', '', 'missing-password'],
    ['nine letters', 'abcdefghi', 'password-short'],
    [
      'nine syllables, though they are more letters decomposed',
      '가나다라마바사아자'.normalize('NFD'),
      'password-short',
    ],
    ['nine emoji, though they are more code units', '🔮🐟🐘🦊🔮🐟🐘🦊🐝', 'password-short'],
    ['two hundred and one letters', `${'abcd'.repeat(50)}e`, 'password-long'],
    ['half a megabyte', 'abcd'.repeat(125_000), 'password-long'],
    ['one letter over and over', 'aaaaaaaaaaaa', 'password-common'],
    ['three letters over and over', 'abcabcabcabc', 'password-common'],
    ['three syllables over and over, decomposed', '강남역'.repeat(4).normalize('NFD'), 'password-common'],
    ['digits in order', '1234567890', 'password-common'],
    ['digits in order and one more', '12345678901', 'password-common'],
    ['a row of keys', 'qwertyuiop', 'password-common'],
    ['a row of keys in capitals', 'QWERTYUIOP1', 'password-common'],
    ['the word itself', 'Password12', 'password-common'],
  ])('is refused for %s', (_, password, error) => {
    expect(errorOf(password)).toBe(error);
  });

  test.each([
    ['the handle', 'Reader-Of-News', 'reader-of-news', 'a@example.com'],
    [
      'the handle in Hangul, decomposed',
      '예측하는사람하나둘셋'.normalize('NFD'),
      '예측하는사람하나둘셋',
      'a@example.com',
    ],
    ['the address', 'Kim.Reader@example.com', 'reader', 'kim.reader@example.com'],
    ['the name in the address', 'KIM.READER', 'reader', 'kim.reader@example.com'],
  ])('is refused where it is %s', (_, password, handle, email) => {
    expect(errorOf(password, handle, email)).toBe('password-common');
  });
});
