import { expect, test } from 'vitest';
import { draw, textOf } from '#lib/components/base/drawn.fixture.ts';
import { optionRows } from '#lib/components/base/options.ts';
import { optionView } from '#lib/types/question.fixture.ts';
import OddsChartKey from './OddsChartKey.svelte';
import type { Who } from './series.ts';

test.each([
  ['crowd', '60.0%'],
  ['market', '60.0%'],
  ['author', '60%'],
] as [Who, string][])('a whole percentage of the %s is written %s', (who, text) => {
  const options = [optionView('skt', 'SKT', 'skt')];
  const rows = optionRows({ options, crowd: { permille: [600] } });
  const series = [{ who, steps: [{ at: 0, permille: [600] }] }];
  expect(textOf(draw(OddsChartKey, { rows, series, at: null }))).toContain(` ${text}`);
});
