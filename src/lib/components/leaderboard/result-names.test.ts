import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { assumedName, assumedText, ifResult, resultName } from './result-names.ts';

const options = [optionView('skt', 'SKT'), optionView('upstage', '업스테이지'), optionView('lg', 'LG')];
const counts = [optionView('one', '한 곳'), optionView('two', '두 곳')];
const crowd = { permille: [800, 700, 500], forecasters: 12, at: '', version: 1 };
const choice = (slug: string, of: typeof options) => ({
  ...{ slug, title: { ko: '', en: '' }, seats: 1, options: of, crowd, results: [] },
});

test.each([
  [['skt', 'upstage'], 'SKT+업스테이지', 'SKT+업스테이지면'],
  [['lg', 'skt'], 'SKT+LG', 'SKT+LG면'],
  [[], '한 곳도 없음', '한 곳도 없음이면'],
])('%j are written %s, %s', (survivors, name, sentence) => {
  expect(resultName(survivors, options)).toBe(name);
  expect(ifResult(name)).toBe(sentence);
});

test('a name that ends in a consonant takes 이면', () => {
  expect(ifResult(resultName(['two'], counts))).toBe('두 곳이면');
});

test('what is assumed of several questions is said in the order of the choices', () => {
  const choices = [choice('final-3', options), choice('count-3', counts)];
  expect(assumedName(['count-3:two', 'final-3:skt,upstage'], choices)).toBe('SKT+업스테이지와 두 곳');
});

test('the head of a board names companies in a sentence, and several results by their names', () => {
  const choices = [choice('final-3', options), choice('count-3', counts)];
  const ofCompanies = [{ ...choices[0]!, options: options.map((each) => ({ ...each, company: each.slug })) }];
  expect(assumedText(['final-3:skt,upstage'], ofCompanies)).toBe('SKT와 업스테이지가 남으면');
  expect(assumedText(['count-3:two'], choices)).toBe('두 곳이 나오면');
  expect(assumedText(['final-3:skt,upstage', 'count-3:two'], choices)).toBe(
    'SKT+업스테이지와 두 곳이 나오면',
  );
});
