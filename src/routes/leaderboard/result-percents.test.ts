import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { resultPercents } from './result-percents.ts';

const options = ['skt', 'upstage', 'lg'].map((slug) => optionView(slug, slug, slug));
const crowd = { permille: [800, 700, 500], forecasters: 12, at: '', version: 1 };
const result = (...survivors: string[]) => ({
  ...{ question: 'final-3', survivors, isAuthors: false, probability: null },
});

test('percents are of exactly these, in the order given, and add up to 100', () => {
  const results = [result('upstage', 'lg'), result('skt', 'upstage'), result('skt', 'lg')];
  const percents = resultPercents({ options, seats: 2 }, results, crowd)!;
  expect(percents).toEqual([20, 50, 30]);
  expect(resultPercents({ options, seats: 2 }, results, { ...crowd, permille: null })).toBeNull();
});
