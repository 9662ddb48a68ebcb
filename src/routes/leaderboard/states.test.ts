// An empty leaderboard, and the standing that each kind of reader sees.
import { describe, expect, test, vi } from 'vitest';
import { draw, textOf } from '#lib/components/base/drawn.fixture.ts';
import BoardEmpty from './BoardEmpty.svelte';
import { board, boardRow } from '#lib/components/leaderboard/board.fixture.ts';
import MyStanding from './MyStanding.svelte';

// Kit sets the page only during a request.
vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/leaderboard') } }));

describe('a board', () => {
  const standing = (mine: ReturnType<typeof boardRow> | null, isReader = true) =>
    textOf(draw(MyStanding, { board: board({ mine }), isReader, next: 'final-3' }));

  test('without a result says so, with one next step', () => {
    expect(textOf(draw(BoardEmpty, { next: 'final-3', hasOthers: false }))).toMatch(
      /아직 확정된 결과가 없어요\..*열린 질문에 예측하기$/,
    );
    expect(textOf(draw(BoardEmpty, { next: null, hasOthers: false }))).not.toContain('예측하기');
  });

  test.each([
    ['a visitor', null, false, /로그인하면 내 순위가 늘 여기에 보여요\./],
    ['a reader who has not forecast', null, true, /남긴 예측이 없어서 아직 순위가 없어요\./],
    ['a ranked account', boardRow('me', 4, { rank: 2 }), true, /나는 4명 가운데 2위예요\./],
    ['an excluded account', boardRow('me', 4, { who: 'excluded' }), true, /순위에서 제외한 계정이에요\./],
    ['the author', boardRow('me', 4, { who: 'author' }), true, /저자와 관리자는 점수만 보여 드리고/],
    ['an admin', boardRow('me', 4, { who: 'admin' }), true, /저자와 관리자는 점수만 보여 드리고/],
  ] as const)('shows %s their standing', (_, mine, isReader, said) => {
    expect(standing(mine, isReader)).toMatch(said);
  });
});
