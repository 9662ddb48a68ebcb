import { expect, test } from 'vitest';
import { entrantView, roundView } from '#lib/types/contest.fixture.ts';
import type { EntrantView } from '#lib/types/contest.ts';
import { picksStanding } from './picks-standing.ts';

function round(number: number, result: string | null, outcomes: Record<string, EntrantView['outcome']>) {
  const entrants = Object.entries(outcomes).map(([company, outcome]) => entrantView(company, { outcome }));
  return roundView(number, result, entrants);
}

const rounds = [
  round(1, '2026-01-15', { a: 'advanced', b: 'advanced', c: 'eliminated' }),
  round(2, '2026-08-18', { a: 'advanced', b: 'eliminated' }),
  round(3, null, { a: null }),
];

test('the latest round with a result decides who remains', () => {
  expect(picksStanding(['a', 'b'], rounds)).toEqual({ round: rounds[1], remaining: ['a'] });
  expect(picksStanding(['a', 'b'], rounds.slice(0, 1))?.remaining).toEqual(['a', 'b']);
});

test('a pick that went out earlier does not come back', () => {
  expect(picksStanding(['c'], rounds)?.remaining).toEqual([]);
});

test('is null before the first result or without picks', () => {
  expect(picksStanding(['a'], [rounds[2]!])).toBeNull();
  expect(picksStanding([], rounds)).toBeNull();
});
