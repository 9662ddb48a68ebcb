import { afterEach, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { noteOf, resultText, shareVersion, summaryOf } from './summary.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const question = questionView('final-3', {
  kind: 'final',
  lead: { ko: '세 곳 중 두 곳', en: 'Two of three' },
  options: [
    optionView('skt', 'SK텔레콤'),
    optionView('upstage', '업스테이지'),
    optionView('lg', 'LG AI연구원'),
  ],
  seats: 2,
  crowd: { permille: [655, 723, 622], forecasters: 1234, at: '2026-09-24T12:00:00.000Z', version: 17 },
});
const resolution = {
  version: 1,
  outcome: [true, true, false],
  knownAt: '2027-02-01T01:00:00.000Z',
  publishedAt: '2027-02-01T02:00:00.000Z',
  provisional: false,
  finalAt: '2027-02-01T02:00:00.000Z',
};

test('an open question shows its odds, the number of forecasters and the time', () => {
  expect(summaryOf(question)).toBe('모두의 예측: SK텔레콤 65.5% · 업스테이지 72.3% · LG AI연구원 62.2%');
  expect(noteOf(question)).toBe('1,234명이 예측했어요\u00a0· 2026년 9월 24일(목) 21:00 (KST) 기준');
  expect(resultText(question)).toBeNull();
});

test('one without forecasts shows its lead', () => {
  const crowd = { ...question.crowd, permille: null, forecasters: 0 };
  expect(summaryOf({ ...question, crowd })).toBe('세 곳 중 두 곳');
  expect(noteOf({ ...question, crowd })).toMatch(/^아직 예측 없음/);
});

test('a resolved one shows its result and when it was public, marked while it is provisional', () => {
  const decided: QuestionView = { ...question, phase: 'resolved', resolution };
  expect(summaryOf(decided)).toBe('SK텔레콤과 업스테이지가 남았어요.');
  expect(noteOf(decided)).toContain('2027년 2월 1일(월) 10:00 (KST) 발표');
  expect(resultText({ ...decided, phase: 'provisional' })).toBe(
    '잠정 결과: SK텔레콤과 업스테이지가 남았어요.',
  );
});

test('a corrected one says so, with the time of the correction', () => {
  const corrected: QuestionView = {
    ...question,
    phase: 'resolved',
    resolution: { ...resolution, version: 2 },
  };
  expect(summaryOf(corrected)).toBe('고친 결과: SK텔레콤과 업스테이지가 남았어요.');
  expect(noteOf(corrected)).toContain('2027년 2월 1일(월) 11:00 (KST)에 고침');
});

test.each([
  ['at once', 1],
  ['after a result', 2],
  ['after a corrected result', 3],
])('an annulled result %s gives the time of the annulment and no publication', (_, version) => {
  const annulled: QuestionView = {
    ...question,
    phase: 'annulled',
    resolution: { ...resolution, version, outcome: null, knownAt: null },
  };
  expect(summaryOf(annulled)).toContain('무효');
  expect(noteOf(annulled)).toBe('1,234명이 예측했어요\u00a0· 2027년 2월 1일(월) 11:00 (KST)에 무효로 정함');
  overwriteGetLocale(() => 'en');
  expect(noteOf(annulled)).toMatch(/\u00a0· annulled .*11:00/);
});

test('the version is another one after every forecast and every result', () => {
  const versions = [
    question,
    { ...question, crowd: { ...question.crowd, version: 18 } },
    { ...question, resolution },
    { ...question, resolution: { ...resolution, version: 2 } },
  ].map(shareVersion);
  expect(new Set(versions).size).toBe(versions.length);
});
