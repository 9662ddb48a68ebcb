import { describe, expect, test } from 'vitest';
import { handleError, isNameOf, normaliseHandle, proposeHandle } from './handle.ts';

function errorOf(typed: string) {
  return handleError(normaliseHandle(typed));
}

describe('a handle', () => {
  test.each([
    ['Latin letters', 'Reader'],
    ['Hangul', '예측가'],
    ['both, digits, hyphen and underscore', '예측가_Reader-7'],
    ['two letters', '가나'],
    ['twenty letters', '가'.repeat(20)],
    ['digits alone', '42'],
    ['the first and the last syllable', '가힣'],
    ['a reserved name within a word', 'administers'],
    ['a word that only contains one', '옛날운영자'],
    ['a reserved beginning elsewhere', 'my-sim-7'],
  ])('may be %s', (_, handle) => {
    expect(errorOf(handle)).toBeNull();
  });

  test('is normalised: composed and trimmed, case as typed', () => {
    expect(normaliseHandle('  ReaDer\n')).toBe('ReaDer');
    expect(normaliseHandle('예측가'.normalize('NFD'))).toBe('예측가');
    expect(normaliseHandle('\u3000예측가\u00a0')).toBe('예측가');
  });

  test('may be typed as twenty syllables of decomposed Hangul', () => {
    expect(errorOf('각'.repeat(20).normalize('NFD'))).toBeNull();
    expect(errorOf('각'.repeat(21).normalize('NFD'))).toBe('handle-shape');
  });

  test.each([
    ['nothing', ''],
    ['spaces', ' \t\u3000 '],
  ])('is missing: %s', (_, handle) => {
    expect(errorOf(handle)).toBe('missing-handle');
  });

  test.each([
    ['one letter', '가'],
    ['twenty-one letters', 'a'.repeat(21)],
    ['a space inside', 'two words'],
    ['a NUL', 'read\0er'],
    ['an at sign', '@reader'],
    ['markup', '<b>hi</b>'],
    ['full-width letters', 'Ｒｅａｄｅｒ'],
    ['Cyrillic that looks Latin', 'аdmin'],
    ['an accent', 'café'],
    ['a combining accent', 'cafe\u0301'],
    ['a ligature', 'ofﬁce'],
    ['single jamo', 'ㅋㅋㅋ'],
    ['a leading jamo without its vowel', '\u1100\u1102'],
    ['Chinese characters', '預測家'],
    ['an emoji', '예측🔮'],
    ['an invisible joiner', '예측\u200b가'],
    ['a typographic hyphen', 'a‐b'],
  ])('is refused for %s', (_, handle) => {
    expect(errorOf(handle)).toBe('handle-shape');
  });

  test.each([
    ...['admin', 'ADMIN', 'Administrator', 'AuThOr', ' author ', 'final-two', 'Final2', 'SIM-forecaster'],
    ...[
      'sim-',
      'de1eted-7',
      '저자',
      '저자'.normalize('NFD'),
      '관리자',
      '운영자',
      '최종2',
      '운영팀',
      '저자_',
      '최종-2',
      '공식계정',
    ],
    ...[
      'admin_',
      'adm1n',
      'ADM1N_7',
      'admin-kim',
      'the_author',
      '4uth0r',
      'a-d-m-i-n',
      'final_2',
      'fina1-two',
    ],
  ])('that would pass for this site is reserved: %j', (handle) => {
    expect(errorOf(handle)).toBe('handle-reserved');
  });
});

test.each([
  ['ko', /^예측가-\d{6}$/],
  ['en', /^seat-\d{6}$/],
] as const)('a proposed handle is valid and in the language of the page: %s', (locale, shape) => {
  for (let i = 0; i < 100; i++) {
    const handle = proposeHandle(locale);
    expect(errorOf(handle)).toBeNull();
    expect(handle).toMatch(shape);
  }
});

describe('a handle of a company', () => {
  const names = ['nc-ai', 'NC AI', '업스테이지', 'Upstage', 'lg', 'LG AI연구원', 'skt', 'SK텔레콤'];

  test.each([
    'NC-AI',
    'ncai',
    '업스테이지',
    '업스테이지'.normalize('NFD'),
    'Up-stage',
    'upstage_',
    'UPSTAGE2026',
    'upst4ge',
    'LG',
    '1g',
    'SKT-1',
    'LGAI연구원',
  ])('is a company’s name: %s', (handle) => {
    expect(isNameOf(normaliseHandle(handle), names)).toBe(true);
  });

  test.each(['upstage-fan', '업스테이지응원', 'lgtm', '2026-11-28', 'sk-reader'])('is not: %s', (handle) => {
    expect(isNameOf(handle, names)).toBe(false);
  });
});
