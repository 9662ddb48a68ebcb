import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { editionTitles } from './catalogue.ts';

const LAST_TWO = { ko: '마지막 두 자리, 누가 앉을까요?', en: 'Who takes the last two seats?' };

function edition(slug: string, companies: string[], title = LAST_TWO) {
  return { slug, title, options: companies.map((name) => optionView(name, name, name)) };
}

const asked = [
  edition('final-1', ['lg', 'skt', 'upstage', 'naver', 'nc']),
  edition('advance-1', ['lg', 'skt', 'upstage', 'naver', 'nc'], { ko: '1차 평가', en: 'Evaluation 1' }),
  edition('final-2a', ['lg', 'skt', 'upstage']),
  edition('final-2b', ['lg', 'skt', 'upstage', '모티프']),
  edition('final-3', ['lg', 'skt', 'upstage']),
];

test.each([
  ['ko', [' (다섯 팀일 때)', ' (세 팀일 때)', ' (모티프 합류 뒤)', ''], '1차 평가'],
  ['en', [' (with five teams)', ' (with three teams)', ' (after 모티프 joined)', ''], 'Evaluation 1'],
] as const)('in %s, older editions say in their titles who was in', (locale, suffixes, other) => {
  const titles = [...editionTitles(asked).values()].map((title) => title[locale]);
  const editions = suffixes.map((suffix) => LAST_TWO[locale] + suffix);
  expect(titles).toEqual([editions[0], other, ...editions.slice(1)]);
});

test('editions with the same companies are numbered', () => {
  const same = [edition('a', ['lg', 'skt']), edition('b', ['lg', 'skt']), edition('c', ['lg', 'skt'])];
  expect([...editionTitles(same).values()].map(({ ko }) => ko.replace(LAST_TWO.ko, ''))).toEqual([
    ' (두 팀일 때, 1번째 질문)',
    ' (두 팀일 때, 2번째 질문)',
    '',
  ]);
});

test('editions with answers that are no companies are numbered', () => {
  const options = [{ ...optionView('yes', 'Yes', null) }];
  const titles = editionTitles([
    { slug: 'a', title: LAST_TWO, options },
    { slug: 'b', title: LAST_TWO, options },
  ]);
  expect(titles.get('a')?.ko).toBe(`${LAST_TWO.ko} (1번째 질문)`);
  expect(titles.get('b')?.ko).toBe(LAST_TWO.ko);
});
