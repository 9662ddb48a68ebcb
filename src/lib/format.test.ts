import { describe, expect, test } from 'vitest';
import {
  marketGain,
  formatCount,
  countWord,
  joinList,
  josa,
  percent,
  permilleOf,
  scorePoints,
  sharePercent,
  signedPoints,
  tenthsOf,
  type Josa,
} from './format.ts';

describe('percent', () => {
  test.each([
    [800, '80%'],
    [667, '66.7%'],
    [1, '0.1%'],
    [999, '99.9%'],
    [2000, '200%'],
    [1999, '199.9%'],
  ])('%i permille is %s', (permille, text) => {
    expect(percent(permille)).toBe(text);
  });
});

describe('permilleOf', () => {
  test.each([
    ['80', 800],
    ['66.7', 667],
    [' 66.7 ', 667],
    ['0.1', 1],
    ['99.9', 999],
    ['0.0', 0],
    ['100', 1000],
    ['300', 3000],
  ])('%j is %i permille', (text, permille) => {
    expect(permilleOf(text)).toBe(permille);
  });

  test.each([
    ...['', '.', '5.', '.5', '66.67', '80.00', '8.0.1', '-1', '+1', '-0', '−80', '1e2', '0x10', '0o120'],
    ...['1234', '８０', '8０', '٨٠', '½', 'NaN', '-Infinity', '1,5', '8_0', '80%', '8 0', '80\n80', '80\0'],
  ])('%j is no percentage with at most one decimal', (text) => {
    expect(permilleOf(text)).toBeNull();
  });

  test('reads back what percent wrote', () => {
    for (let permille = 1; permille <= 999; permille++) {
      expect(permilleOf(percent(permille).slice(0, -1))).toBe(permille);
    }
  });
});

describe('signedPoints', () => {
  test.each([
    [34.2, 0, '+34'],
    [-24.4, 0, '\u221224'],
    [0, 0, '0'],
    [-0.3, 0, '0'],
    [-0.04, 1, '0.0'],
    [12.34, 1, '+12.3'],
    [-100, 1, '\u2212100.0'],
  ])('%d with %i decimals is %s', (points, digits, text) => {
    expect(signedPoints(points, digits)).toBe(text);
  });
});

test('counts have thousands separators', () => {
  for (const n of [0, 7, 999, 1000, 1284, 100_000, 1_234_567, -1, -1284])
    expect(formatCount(n)).toBe(n.toLocaleString('en-US'));
});

describe('counting words', () => {
  test.each([
    [1, '한', 'one'],
    [2, '두', 'two'],
    [5, '다섯', 'five'],
    [12, '12', '12'],
  ])('%i', (n, ko, en) => {
    expect(countWord(n, 'ko')).toBe(ko);
    expect(countWord(n, 'en')).toBe(en);
  });
});

describe('joinList', () => {
  test.each([
    [[], '', ''],
    [['SKT'], 'SKT', 'SKT'],
    [['SK텔레콤', '업스테이지'], 'SK텔레콤과 업스테이지', 'SK텔레콤 and 업스테이지'],
    [['LG', '업스테이지', 'SKT'], 'LG, 업스테이지와 SKT', 'LG, 업스테이지 and SKT'],
  ])('%j', (names, ko, en) => {
    expect(joinList(names, 'ko')).toBe(ko);
    expect(joinList(names, 'en')).toBe(en);
  });
});

describe('josa', () => {
  test.each<[string, Josa, string]>([
    ['업스테이지', '은/는', '업스테이지는'],
    ['SK텔레콤', '은/는', 'SK텔레콤은'],
    ['LG AI연구원', '이/가', 'LG AI연구원이'],
    ['모티프테크놀로지스', '을/를', '모티프테크놀로지스를'],
    ['서울', '으로/로', '서울로'],
    ['부산', '으로/로', '부산으로'],
    ['제주', '으로/로', '제주로'],
    ['LG', '와/과', 'LG와'],
    ['SKT', '은/는', 'SKT는'],
    ['NC AI', '이/가', 'NC AI가'],
    ['KBL', '으로/로', 'KBL로'],
    ['KBS M', '을/를', 'KBS M을'],
    ['Upstage', '은/는', 'Upstage는'],
    ['Telecom', '은/는', 'Telecom은'],
    ['Pixel', '으로/로', 'Pixel로'],
    ['Web', '이/가', 'Web이'],
    ['Cloud', '이/가', 'Cloud가'],
    ['sim-1', '은/는', 'sim-1은'],
    ['sim-2', '은/는', 'sim-2는'],
    ['sim-7', '으로/로', 'sim-7로'],
    ['sim-10', '으로/로', 'sim-10으로'],
    ['최종 2', '을/를', '최종 2를'],
    ['‘두 곳’', '은/는', '‘두 곳’은'],
    ['', '은/는', '는'],
  ])('%s + %s', (word, pair, text) => {
    expect(josa(word, pair)).toBe(text);
  });
});

describe('scorePoints', () => {
  test.each([
    [12_400_000, '+12.4'],
    [-3_149_999, '−3.1'],
    [49_999, '0.0'],
    [-49_999, '0.0'],
    [50_000, '+0.1'],
    [-50_000, '−0.1'],
    [0, '0.0'],
  ])('%i micro-points are %s', (micro, text) => {
    expect(scorePoints(micro)).toBe(text);
    expect(tenthsOf(-micro)).toBe(micro === 0 ? 0 : -tenthsOf(micro) + 0);
  });
});

describe('sharePercent', () => {
  test.each([
    [0, '0%'],
    [1, '<1%'],
    [10_000, '1%'],
    [833_333, '83%'],
    [999_999, '99%'],
    [1_000_000, '100%'],
  ])('%i millionths are %s', (millionths, text) => {
    expect(sharePercent(millionths)).toBe(text);
  });
});

test.each([
  [1_226_219_999, '+1,226.21'],
  [-40_000_000, '−40'],
  [0, '0'],
])('%i micro-points are a gain of %s', (micro, text) => {
  expect(marketGain(micro)).toBe(text);
});
