import { describe, expect, test } from 'vitest';
import { questionView } from '#lib/types/question.fixture.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { assumablesOf, earlierEditions, favouriteOf } from './service.ts';

const final = (slug: string, round: number, phase: QuestionView['phase']) =>
  questionView(slug, { kind: 'final', round, phase });
const side = questionView('side');
const opinion = questionView('opinion', { kind: 'scenario', scored: false });
const all = [
  final('final-1', 1, 'closed'),
  final('final-2a', 2, 'open'),
  final('final-2b', 2, 'annulled'),
  final('final-2c', 2, 'resolved'),
  side,
  opinion,
  final('final-3', 3, 'open'),
];

describe('a result may be assumed', () => {
  test('of the latest edition of the last seats, closed or open, and of other scored questions, never of older ones', () => {
    expect(assumablesOf(all).map(({ slug }) => slug)).toEqual(['final-3', 'side']);
    const closed = [...all.slice(0, -1), final('final-3', 3, 'closed')];
    expect(assumablesOf(closed).map(({ slug }) => slug)).toEqual(['final-3', 'side']);
  });

  test('beginning with the crowd’s favourite; of nothing where nothing is open', () => {
    expect(favouriteOf(assumablesOf(all))).toEqual({ question: 'final-3', survivors: ['b'] });
    expect(favouriteOf(assumablesOf([opinion, final('final-1', 1, 'resolved')]))).toBeNull();
  });
});

describe('older editions', () => {
  test('are decided with the latest one, but for those that are annulled', () => {
    expect(earlierEditions(all, [{ question: 'final-3', survivors: ['a'] }])).toBe(3);
    expect(
      earlierEditions([side, final('final-3', 3, 'open')], [{ question: 'final-3', survivors: [] }]),
    ).toBe(0);
  });

  test('stay as they are where another question is assumed', () => {
    expect(earlierEditions(all, [{ question: 'side', survivors: ['a'] }])).toBe(0);
  });
});
