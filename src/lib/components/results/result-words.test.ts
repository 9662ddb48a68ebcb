import { expect, test } from 'vitest';
import type { Phase, QuestionKind } from '#lib/domain/question.ts';
import { optionView } from '#lib/types/question.fixture.ts';
import { isCorrected, outcomeText, resultMark } from './result-words.ts';

const names = ['SK텔레콤', '업스테이지', 'LG AI연구원'];
const options = names.map((ko, i) => optionView(`option-${i}`, ko));
const said = (kind: QuestionKind, outcome: boolean[] | null, mark: string | null = null) =>
  outcomeText({ kind, options, crowd: { permille: null }, outcome }, mark);

test.each([
  ['final', [true, true, false], 'SK텔레콤과 업스테이지가 남았어요.'],
  ['advance', [true, false, true], 'SK텔레콤과 LG AI연구원이 남았어요.'],
  ['final', [false, false, false], '아무도 남지 않았어요.'],
  ['side', [false, true, false], '결과: 업스테이지'],
  ['final', null, '이 질문은 무효가 됐어요. 아무도 점수를 받지 않아요.'],
] as const)('a question of kind %s with the outcome %j says “%s”', (kind, outcome, text) => {
  expect(said(kind, outcome && [...outcome])).toBe(text);
});

test('companies are named in the order in which pages list them', () => {
  const companies = options.map((option) => ({ ...option, company: option.slug }));
  const decided = { kind: 'final', options: companies, outcome: [true, true, false] } as const;
  expect(outcomeText({ ...decided, crowd: { permille: [600, 700, 700] } })).toBe(
    '업스테이지와 SK텔레콤이 남았어요.',
  );
});

test('a mark stands before it, once', () => {
  expect(said('final', [true, true, false], '잠정 결과')).toBe(
    '잠정 결과: SK텔레콤과 업스테이지가 남았어요.',
  );
  expect(said('side', [false, true, false], '고친 결과')).toBe('고친 결과: 업스테이지');
});

const resolution = (version: number, outcome: boolean[] | null = [true, true, false]) => ({
  version,
  outcome,
  knownAt: null,
  publishedAt: '2027-02-01T02:00:00.000Z',
  provisional: false,
  finalAt: '2027-02-01T02:00:00.000Z',
});
const marks: [Phase, ReturnType<typeof resolution> | null, string | null][] = [
  ['closed', null, null],
  ['resolved', resolution(1), null],
  ['provisional', resolution(1), '잠정 결과'],
  ['resolved', resolution(2), '고친 결과'],
  ['provisional', resolution(3), '고친 잠정 결과'],
  ['annulled', resolution(2, null), null],
];

test.each(marks)('a question that is %s, with the resolution %o, is marked %s', (phase, decided, mark) => {
  expect(resultMark({ phase, resolution: decided })).toBe(mark);
});

test('an annulled question is not a corrected one', () => {
  expect(isCorrected(resolution(2, null))).toBe(false);
});
