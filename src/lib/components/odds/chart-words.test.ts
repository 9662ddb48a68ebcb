import { expect, test } from 'vitest';
import { optionRows } from '#lib/components/base/options.ts';
import { optionView } from '#lib/types/question.fixture.ts';
import { describeAt } from './chart-words.ts';

test('the numbers of an instant are said in the order in which the page lists the options', () => {
  const options = [optionView('lg', 'LG', 'lg'), optionView('skt', 'SKT', 'skt')];
  const rows = optionRows({ options, crowd: { permille: [400, 600] } });
  const series = [{ who: 'crowd', steps: [{ at: 0, permille: [400, 600] }] }] as const;
  expect(describeAt(rows, series as never, 0)).toContain('SKT 60%, LG 40%.');
});
