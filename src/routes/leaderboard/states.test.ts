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

  test('tells a newcomer who they are ahead of, and not who is ahead of them', () => {
    const among = (points: number) => {
      const mine = boardRow('me', points, { rank: 2, place: 2 });
      const view = board({ mine });
      return textOf(draw(MyStanding, { board: view, isReader: true, next: null, newcomersOnly: true }));
    };
    expect(among(10)).toMatch(/저자보다 6\.0점 높아요\..*나는 새로 온 4명 가운데 2위예요\./);
    expect(among(10)).not.toContain('낮아요');
    expect(among(-50)).toMatch(/^나는 새로 온 4명 가운데 2위예요\./);
  });

  test('tells a reader of longer standing why they are not among the newcomers', () => {
    const props = { board: board({ mine: null }), isReader: true, next: null };
    const said = textOf(draw(MyStanding, { ...props, newcomersOnly: true, isLeftOut: true }));
    expect(said).toMatch(/^가입한 지 30일이 지나서/);
  });
});
