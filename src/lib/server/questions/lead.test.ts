import { describe, expect, test } from 'vitest';
import { questionView } from '#lib/types/question.fixture.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { leadQuestion, pictureOdds } from './lead.ts';

const opinion = questionView('opinion', { kind: 'scenario', scored: false });
const side = questionView('side');
const final = (round: number, phase: QuestionView['phase'], slug = `final-${round}`) =>
  questionView(slug, { kind: 'final', round, phase });

describe('the question that the home page leads with', () => {
  test.each([
    ['the last seats', [opinion, side, final(3, 'open')], 'final-3'],
    ['the latest edition', [final(2, 'closed'), final(3, 'open')], 'final-3'],
    [
      'the latest edition of one round',
      [final(3, 'closed', 'final-3'), final(3, 'open', 'final-3b')],
      'final-3b',
    ],
    ['the last seats also while their result is awaited', [side, final(3, 'closed')], 'final-3'],
    [
      'a scored question while the result of the last seats is provisional',
      [side, final(3, 'provisional')],
      'side',
    ],
    ['a scored question once the last seats are resolved', [opinion, side, final(3, 'resolved')], 'side'],
    ['an opinion where nothing else is open', [opinion, questionView('old', { phase: 'closed' })], 'opinion'],
    [
      'the edition before where the next has not opened',
      [final(3, 'closed'), final(4, 'upcoming')],
      'final-3',
    ],
  ])('%s', (_, questions, slug) => {
    expect(leadQuestion(questions)?.slug).toBe(slug);
  });

  test('is none where no question is open', () => {
    expect(leadQuestion([questionView('old', { phase: 'resolved' })])).toBeNull();
  });
});

test('the picture shows the latest last-seats question by company, also after it closed', () => {
  expect(pictureOdds([side, final(2, 'resolved'), final(3, 'closed')])).toEqual({
    odds: { lg: 300, skt: 700 },
    oddsQuestion: 'final-3',
  });
  expect(pictureOdds([side])).toEqual({ odds: null, oddsQuestion: null });
});
