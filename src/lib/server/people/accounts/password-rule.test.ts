import { describe, expect, test } from 'vitest';
import { passwordError } from './password-rule.ts';

function errorOf(password: string, handle = 'reader', email: string | null = 'kim.sky@mail-box.example.com') {
  return passwordError(password, { handle, email });
}

describe('a new password', () => {
  test.each([
    ['twelve letters', 'correct-hors'],
    ['a sentence with spaces', 'three seats for two teams'],
    ['a sentence in Hangul', '세 자리에 두 팀이 남았다네요'],
    ['the same decomposed', '세 자리에 두 팀이 남았다네요'.normalize('NFD')],
    ['256 characters', 'correct horse battery '.repeat(12).slice(0, 256)],
    [
      '256 syllables, though they are more decomposed',
      '자리에는 두 팀이 남는다고 했다 '.repeat(16).slice(0, 256).normalize('NFD'),
    ],
    ['emoji among letters', '🔮🐟🐘🦊 이 넷이면 된다고 했어'],
    ['random characters', '8#2a!49$x7.3'],
    ['random digits', '583920174652'],
    ['a common one within a sentence', 'password-of-a-whale'],
    ['the handle within a sentence', 'reader-of-all-news'],
    ['the site’s name within a sentence', 'the final two of the whales'],
    ['spaces around it', '  kite and river '],
  ])('may be %s', (_, password) => {
    expect(errorOf(password)).toBeNull();
  });

  test.each([
    ['nothing', '', 'missing-password'],
    ['eleven letters', 'correct-hor', 'password-short'],
    [
      'eleven syllables, though they are more decomposed',
      '세자리에두팀이남았다네'.normalize('NFD'),
      'password-short',
    ],
    ['emoji that are fewer characters than code units', '🔮🐟🐘🦊🐝🐌', 'password-short'],
    ['spaces instead of characters', 'three   seats', 'password-short'],
    ['a character that cannot be seen', 'correct-hor\u200b', 'password-short'],
    ['fillers that cannot be seen', `correct${'\u3164'.repeat(8)}`, 'password-short'],
    ['controls', `correct${'\u0007'.repeat(8)}`, 'password-short'],
    ['257 characters', `${'correct horse battery '.repeat(12).slice(0, 256)}e`, 'password-long'],
    ['half a megabyte', 'abcd'.repeat(125_000), 'password-long'],
  ])('is refused for its length: %s', (_, password, error) => {
    expect(errorOf(password)).toBe(error);
  });

  test.each([
    ...['aaaaaaaaaaaa', 'abcabcabcabc', '강남역'.repeat(4), 'seoulseoulseoul', 'abcd'.repeat(50)],
    ...['123456789012', '112233445566', 'abcdefghijkl', 'zyxwvutsrqpo'],
    ...[
      '1q2w3e4r5t6y',
      '1q2w3e4r5t!!',
      '1q2w3e4r5t2024',
      '1qaz2wsx3edc4rfv',
      'QWERTYuiop12',
      'asdfasdf1234',
      '!@#$%^&*()12',
    ],
    ...['ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ12', 'zxcvbnm,./zxc'],
    ...[
      'password1234',
      'Password-2026!',
      'P@ssw0rd!2345',
      '20261128iloveyou',
      'i-love-you-2026',
      'unbelievable',
      'UNBELIEVABLE',
    ],
    ...[
      'qlalfqjsgh12',
      'QLALFQJSGH!!99',
      '비밀번호!123456789',
      '비밀번호!123456789'.normalize('NFD'),
      'eogksalsrnr2026',
      'tkfkdgo123456',
    ],
    ...['final-two-2026', 'FinalTwo#2026!', '최종2최종2026!!!!', 'upstage-skt-26!'],
    ...[
      'reader1234567',
      'Reader!!!2026',
      'kim.sky@mail-box.example.com',
      'kimSKY-2026!!',
      'mailbox-reader-1',
      'readerpassword!',
    ],
  ])('is refused because it is guessed first: %s', (password) => {
    expect(errorOf(password)).toBe('password-common');
  });

  test('is compared with a handle in Hangul, also as its keys and decomposed', () => {
    for (const password of [
      '예측하는고래들-20261128',
      '예측하는고래들-20261128'.normalize('NFD'),
      'dPcmrgksmsrhfoemf1',
    ])
      expect(errorOf(password, '예측하는고래들', null)).toBe('password-common');
  });
});
