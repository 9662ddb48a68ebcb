import { expect, test } from 'vitest';
import { assumingInstead, boardHref, withoutQuestion } from './address.ts';

const none = { kind: null, question: null };

test.each([
  [{ ...none, kind: 'all' as const }, null, '/leaderboard'],
  [{ ...none, kind: 'side' as const }, 3, '/leaderboard?board=side&page=3'],
  [{ ...none, question: 'final-3' }, 1, '/leaderboard?question=final-3&page=1'],
  [
    { ...none, assume: ['final-3:skt,lg', 'count-3:two'] },
    2,
    '/leaderboard?assume=final-3:skt,lg&assume=count-3:two&page=2',
  ],
  [{ ...none, assume: ['a:b&c'], people: 'new' as const }, null, '/leaderboard?assume=a:b%26c&people=new'],
])('%j, page %s, is at %s', (choice, page, href) => {
  expect(boardHref(choice, page)).toBe(href);
});

test('another result of a question takes the place of the one assumed, and leaves the others', () => {
  const assume = ['final-3:skt,lg', 'count-3:two'];
  expect(assumingInstead(assume, 'final-3:skt,upstage')).toEqual(['final-3:skt,upstage', 'count-3:two']);
  expect(withoutQuestion(assume, 'count-3')).toEqual(['final-3:skt,lg']);
});
