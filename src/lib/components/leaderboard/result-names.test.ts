import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import type { OptionView } from '#lib/types/question.ts';
import { assumedName, assumedText, ifResult, resultName, survivalText } from './result-names.ts';

const rowsOf = (options: OptionView[]) => options.map((option) => ({ option }));
const options = [optionView('skt', 'SKT'), optionView('upstage', '업스테이지'), optionView('lg', 'LG')];
const rows = rowsOf(options);
const counts = rowsOf([optionView('one', '한 곳'), optionView('two', '두 곳')]);
const choices = [
  { slug: 'final-3', rows },
  { slug: 'count-3', rows: counts },
];

test.each([
  [['skt', 'upstage'], 'SKT+업스테이지', 'SKT+업스테이지면'],
  [['lg', 'skt'], 'SKT+LG', 'SKT+LG면'],
  [[], '한 곳도 없음', '한 곳도 없음이면'],
])('%j are written %s, %s', (survivors, name, sentence) => {
  expect(resultName(survivors, rows)).toBe(name);
  expect(ifResult(name)).toBe(sentence);
});

test('names stand in the order of the rows, whatever the address says', () => {
  const companies = rowsOf(options.map((each) => ({ ...each, company: each.slug })).toReversed());
  expect(resultName(['skt', 'upstage'], companies)).toBe('업스테이지+SKT');
  expect(survivalText(['skt', 'upstage'], companies)).toBe('업스테이지와 SKT가 남으면');
});

test('a name that ends in a consonant takes 이면', () => {
  expect(ifResult(resultName(['two'], counts))).toBe('두 곳이면');
});

test('what is assumed of several questions is said in the order of the choices', () => {
  expect(assumedName(['count-3:two', 'final-3:skt,upstage'], choices)).toBe('SKT+업스테이지와 두 곳');
});

test('the head of a board names companies in a sentence, and several results by their names', () => {
  const companies = rowsOf(options.map((each) => ({ ...each, company: each.slug })));
  const ofCompanies = [{ slug: 'final-3', rows: companies }];
  expect(assumedText(['final-3:skt,upstage'], ofCompanies)).toBe('SKT와 업스테이지가 남으면');
  expect(assumedText(['final-3:'], ofCompanies)).toBe('한 곳도 남지 않으면');
  expect(assumedText(['count-3:two'], choices)).toBe('두 곳이 나오면');
  expect(assumedText(['final-3:skt,upstage', 'count-3:two'], choices)).toBe(
    'SKT+업스테이지와 두 곳이 나오면',
  );
});
