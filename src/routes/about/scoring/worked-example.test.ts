import { expect, test } from 'vitest';
import { baselineScore } from '#lib/domain/scores.ts';
import { rounds } from '#lib/contest/rounds.ts';
import { entrantView, roundView } from '#lib/types/contest.fixture.ts';
import type { RoundView } from '#lib/types/contest.ts';
import { workedExample } from './worked-example.ts';

function viewOf(number: number): RoundView {
  const { opensOn, announcedSeats, entrants, resultAt } = rounds.find((each) => each.number === number)!;
  const views = entrants.map((entrant) => entrantView(entrant.company, { outcome: entrant.outcome }));
  return { ...roundView(number, resultAt?.date ?? null, views), stageOpensOn: opensOn, announcedSeats };
}

test('round 1 has four seats announced and three companies named', () => {
  const example = workedExample(viewOf(1));
  expect(example?.seats).toBe(4);
  expect(example?.survived).toEqual([true, true, true, false, false]);
});

test('the even forecast earns nothing, and every forecast sums to the seats', () => {
  const example = workedExample(viewOf(1));
  expect(example?.rows.find(({ who }) => who === 'even')?.baseline).toBeCloseTo(0, 9);
  for (const { permille } of example?.rows ?? []) expect(permille.reduce((a, b) => a + b)).toBe(4000);
});

test('scores equal the baseline score by hand: natural logarithms over 5 · H(4/5)', () => {
  const example = workedExample(viewOf(1));
  const sure = example?.rows.find(({ who }) => who === 'sure');
  const h = -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2));
  const lossEven = -(3 * Math.log(0.8) + 2 * Math.log(0.2));
  const loss = -(3 * Math.log(0.95) + Math.log(0.05) + Math.log(0.8));
  expect(sure?.permille).toEqual([950, 950, 950, 950, 200]);
  expect(sure?.baseline).toBeCloseTo((100 * (lossEven - loss)) / (5 * h), 9);
  expect(sure?.baseline).toBeCloseTo(baselineScore([950, 950, 950, 950, 200], example?.survived ?? [], 4), 9);
});

test('standing for half of the horizon earns half of the baseline score, and peer scores sum to zero', () => {
  const rows = workedExample(viewOf(1))?.rows ?? [];
  const doubtful = rows.find(({ who }) => who === 'doubtful');
  const late = rows.find(({ who }) => who === 'late');
  expect(late?.coverage).toBeCloseTo(0.5, 12);
  expect(late?.baseline).toBeCloseTo((doubtful?.baseline ?? NaN) / 2, 9);
  expect(rows.reduce((sum, { peer }) => sum + peer, 0)).toBeCloseTo(0, 9);
});

test('a round without a result has no example', () => {
  expect(workedExample(viewOf(3))).toBeNull();
});
