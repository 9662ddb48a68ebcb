import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { changesSince } from './since.ts';

const OPTIONS = ['skt', 'upstage', 'lg'].map((slug) => optionView(slug));
const odds = (skt: number, upstage: number, lg: number) => [skt, upstage, lg];
const changes = (then: ReturnType<typeof odds>, now: ReturnType<typeof odds>) =>
  changesSince(OPTIONS, then, now)?.map(({ option, points }) => [option.slug, points]);

test('the largest changes come first, in whole points', () => {
  expect(changes(odds(700, 700, 600), odds(712, 735, 553))).toEqual([
    ['lg', -5],
    ['upstage', 4],
    ['skt', 1],
  ]);
});

test('changes of less than a point are not listed', () => {
  expect(changes(odds(700, 700, 600), odds(709, 710, 581))).toEqual([
    ['lg', -2],
    ['upstage', 1],
  ]);
  expect(changes(odds(700, 700, 600), odds(709, 691, 600))).toEqual([]);
});

test('options with equal changes keep their order', () => {
  expect(changes(odds(700, 700, 600), odds(730, 700, 570))).toEqual([
    ['skt', 3],
    ['lg', -3],
  ]);
});

test('there are no changes without earlier or current odds', () => {
  expect(changesSince(OPTIONS, null, odds(700, 700, 600))).toBeNull();
  expect(changesSince(OPTIONS, odds(700, 700, 600), null)).toBeNull();
});
