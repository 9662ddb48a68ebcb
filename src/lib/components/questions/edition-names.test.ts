import { afterEach, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { optionView } from '#lib/types/question.fixture.ts';
import { editionNames } from './edition-names.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const rounds = [1, 2, 3].map((number) => ({
  number,
  title: { ko: `${number}차 평가`, en: `Evaluation ${number}` },
}));
const LAST_TWO = { ko: '마지막 두 자리, 누가 앉을까요?', en: 'Who takes the last two seats?' };

function edition(slug: string, round: number | null, size: number, title = LAST_TWO) {
  const options = Array.from({ length: size }, (_, i) => optionView(`${i}`, `${i}`, `company-${i}`));
  return { slug, round, title, options, seats: 2 };
}

const asked = [
  edition('final-1', 1, 5),
  edition('advance-1', 1, 5, { ko: '1차 평가, 누가 통과할까요?', en: 'Who passes evaluation 1?' }),
  edition('final-2a', 2, 3),
  edition('final-2b', 2, 4),
  edition('final-3', 3, 3),
];

test.each([
  [
    'ko',
    ['1차 평가 · 다섯 곳 중 두 자리', '2차 평가 · 세 곳 중 두 자리', '2차 평가 · 네 곳 중 두 자리'],
    '3차 평가 · 세 곳 중 두 자리',
  ],
  [
    'en',
    ['Evaluation 1 · two of five', 'Evaluation 2 · two of three', 'Evaluation 2 · two of four'],
    'Evaluation 3 · two of three',
  ],
] as const)(
  'in %s editions are named by their round and how many stand for the seats',
  (locale, past, now) => {
    overwriteGetLocale(() => locale);
    const names = editionNames(asked, rounds);
    expect([...names]).toEqual([
      ['final-1', past[0]],
      ['final-2a', past[1]],
      ['final-2b', past[2]],
      ['final-3', now],
    ]);
  },
);

test('questions with the same round and size are numbered', () => {
  const names = editionNames([edition('a', 2, 4), edition('b', 2, 4), edition('c', null, 4)], rounds);
  expect([...names.values()]).toEqual([
    '2차 평가 · 네 곳 중 두 자리 · 1번째 질문',
    '2차 평가 · 네 곳 중 두 자리 · 2번째 질문',
    '네 곳 중 두 자리',
  ]);
});

test('a question with a unique title has no edition name', () => {
  expect(editionNames(asked.slice(0, 2), rounds).size).toBe(0);
});
