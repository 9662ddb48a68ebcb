import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { versionChanges } from './version-changes.ts';

const question = {
  options: [optionView('SK텔레콤'), optionView('업스테이지'), optionView('LG')],
  crowd: { permille: null },
};
const proof = (n: number) => ({ url: `https://www.msit.go.kr/${n}`, publishedAt: '2026-10-20T01:00:00Z' });
const first = { outcome: [true, true, false], knownAt: '2026-10-20T01:00:00Z', evidence: [proof(1)] };

test.each([
  ['an answer', { ...first, outcome: [true, false, true] }, ['업스테이지: 예 → 아니요', 'LG: 아니요 → 예']],
  [
    'when it became public',
    { ...first, knownAt: '2026-10-20T02:30:00Z' },
    [{ from: '2026-10-20T01:00:00Z', to: '2026-10-20T02:30:00Z' }],
  ],
  [
    'its evidence alone',
    { ...first, evidence: [proof(2), proof(3)] },
    ['결과는 그대로예요.', '새 근거 2개', '뺀 근거 1개'],
  ],
  ['nothing but its words', first, ['결과는 그대로예요.']],
  [
    'that it is annulled',
    { outcome: null, knownAt: null, evidence: [proof(1)] },
    ['결과: SK텔레콤, 업스테이지 → 무효'],
  ],
])('a correction says what it changed: %s', (_, after, changes) => {
  expect(versionChanges(question, first, after)).toEqual(changes);
});

test('a result after an annulment lists the survivors', () => {
  const annulled = { outcome: null, knownAt: null, evidence: [] };
  expect(versionChanges(question, annulled, { ...first, outcome: [false, false, false] })).toEqual([
    '결과: 무효 → 아무도 없음',
    '새 근거 1개',
  ]);
});
