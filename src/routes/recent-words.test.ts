import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import type { RecentResultView } from '#lib/types/recent-result.ts';
import { besideAuthor, columnsOf, headlineOf, rowsOf, standingOf } from './recent-words.ts';

const POINTS = 1_000_000;
const text = (ko: string) => ({ ko, en: ko });

function recent(rest: Partial<RecentResultView> = {}, outcome: boolean[] | null = [false, true, true]) {
  const at = '2027-01-02T00:00:00.000Z';
  const resolution = { version: 1, outcome, knownAt: at, publishedAt: at, provisional: false, finalAt: at };
  const options = [
    optionView('lg', 'LG AI연구원', 'lg'),
    optionView('skt', 'SK텔레콤', 'skt'),
    optionView('upstage', '업스테이지', 'upstage'),
  ];
  const about = {
    slug: 'final-3',
    title: text('두 자리'),
    kind: 'final',
    phase: 'resolved',
    seats: 2,
  } as const;
  const view: RecentResultView = {
    question: { ...about, options, resolution },
    reasons: { lg: text('독자성'), skt: text('없던 일') },
    crowd: [580, 710, 710],
    author: [500, 750, 750],
    authorPeerMicro: 10 * POINTS,
    mine: { permille: [400, 800, 800], peerMicro: 18.2 * POINTS, rank: 37, who: 'forecaster' },
    ranked: 1412,
    ...rest,
  };
  return view;
}

test('every company is there, those that stayed first, and one that went out with the reason', () => {
  const rows = rowsOf(recent()).map(({ label, cameTrue, reason, permille }) => [
    label,
    cameTrue,
    reason,
    permille,
  ]);
  expect(rows).toEqual([
    ['SK텔레콤', true, null, [710, 750, 800]],
    ['업스테이지', true, null, [710, 750, 800]],
    ['LG AI연구원', false, '독자성', [580, 500, 400]],
  ]);
  expect(columnsOf(recent()).map(({ name }) => name)).toEqual(['모두', '저자', '나']);
});

test('of other answers only what came true is there', () => {
  const { question } = recent();
  const options = ['한 곳', '두 곳', '세 곳'].map((name, i) => optionView(`count-${i}`, name));
  const side = recent({ question: { ...question, kind: 'side', options } }, null);
  const decided = {
    ...side,
    question: { ...side.question, resolution: recent({}, [false, true, false]).question.resolution },
  };
  expect(headlineOf(decided)).toBe('결과: 두 곳');
  expect(rowsOf(decided).map(({ label }) => label)).toEqual(['두 곳']);
});

test.each([
  ['a visitor', { mine: null }, ['모두', '저자']],
  ['a site without an author', { author: null }, ['모두', '나']],
  ['the author as a reader', { mine: { ...recent().mine!, who: 'author' } }, ['모두', '저자']],
  ['a reader who had withdrawn', { mine: { ...recent().mine!, permille: null } }, ['모두', '저자']],
] as const)('%s sees the columns of those who had a forecast', (_, rest, names) => {
  expect(columnsOf(recent(rest)).map(({ name }) => name)).toEqual(names);
});

test.each([
  [18.2, '저자보다 8.2점 높아요.'],
  [4, '저자보다 6.0점 낮아요.'],
  [10, '저자와 점수가 같아요.'],
])('with %d points beside the author’s 10 it says “%s”', (points, said) => {
  expect(besideAuthor(recent({ mine: { ...recent().mine!, peerMicro: points * POINTS } }))).toBe(said);
});

test('points and rank are said in one sentence, and why there is no rank', () => {
  expect(standingOf(recent())).toBe('나는 1,412명 가운데 37위예요. 남들보다 +18.2점이에요.');
  const admin = recent({ mine: { ...recent().mine!, rank: null, who: 'admin' } });
  expect(standingOf(admin)).toBe(
    '내 점수는 남들보다 +18.2점이에요. 저자와 관리자는 점수만 보여 드리고 순위에는 넣지 않아요.',
  );
  expect(standingOf(recent({ mine: null }))).toBeNull();
});

test('an annulled question has no rows', () => {
  const annulled = recent({}, null);
  expect(headlineOf(annulled)).toBe('이 질문은 무효가 됐어요. 아무도 점수를 받지 않아요.');
  expect(rowsOf(annulled)).toEqual([]);
});
