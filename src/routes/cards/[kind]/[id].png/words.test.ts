// What the picture of a card says, and that nothing of it is cut.
import { afterEach, describe, expect, test } from 'vitest';
import { AT, question } from '#lib/components/questions/question.fixture.ts';
import { even } from '#lib/domain/seats.ts';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { read, tight } from '#lib/server/share/pictures/drawn.fixture.ts';
import { HEIGHT } from '#lib/server/share/pictures/picture.ts';
import type { CardView, ForecastCard, ResultCard } from '#lib/types/card.ts';
import { cardPicture } from './words.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const shared = { id: 'x'.repeat(22), question: 'final-3', handle: '하늘', isAuthor: false, isMine: false };
const forecast: ForecastCard = {
  ...shared,
  ...{ kind: 'forecast', permille: [800, 700, 500], madeAt: AT, state: 'standing' },
};
const result: ResultCard = {
  ...shared,
  kind: 'result',
  score: { peerMicro: 12_400_000, rank: 3, ranked: 336, authorPeerMicro: 9_000_000 },
};

test('a forecast leads with the pair, and stands beside the crowd and the author', () => {
  const asked = question(3, 2, { phase: 'open' });
  const { headline, byline, table, figures } = cardPicture(forecast, asked, false);
  expect(headline).toMatch(/[와과] .+ 함께 남을 확률 \d/);
  expect(byline).toContain('하늘의 예측');
  expect(table?.columns).toEqual(['나', '모두', ...(asked.author ? ['저자'] : [])]);
  expect(table?.rows.map(({ values }) => values[0])).toEqual(['80%', '70%', '50%']);
  expect(figures).toEqual([]);
});

test('the author is left out where there is none, and beside themselves', () => {
  const asked = question(3, 2, { phase: 'open' });
  const author = { permille: [750, 750, 500], madeAt: AT, carriedOver: false };
  const columns = (card: CardView, author_: typeof author | null) =>
    cardPicture(card, { ...asked, author: author_ }, false).table?.columns;
  expect(columns(forecast, author)).toContain('저자');
  expect(columns(forecast, null)).not.toContain('저자');
  expect(columns({ ...forecast, isAuthor: true }, author)).not.toContain('저자');
});

test.each([
  [9_000_000, '저자를 이겼어요'],
  [12_400_000, '저자와 점수가 같아요'],
  [15_600_000, '저자보다 3.2점 낮아요'],
  [null, '남들보다 +12.4점'],
])('a result beside an author’s %s says “%s”', (authorPeerMicro, headline) => {
  const card: ResultCard = { ...result, score: { ...result.score!, authorPeerMicro } };
  expect(cardPicture(card, question(3, 2, { phase: 'resolved' }), false).headline).toBe(headline);
});

test('a forecast that was changed or withdrawn, and an annulled result, say so', () => {
  const asked = question(3, 2, { phase: 'open' });
  expect(cardPicture({ ...forecast, state: 'changed' }, asked, false).line).toContain('바꿨어요');
  expect(cardPicture({ ...forecast, state: 'withdrawn' }, asked, false).line).toContain('취소했어요');
  const annulled = cardPicture({ ...result, score: null }, { ...asked, phase: 'annulled' }, false);
  expect([annulled.headline, annulled.figures]).toEqual(['무효로 처리돼서 점수가 없어요', []]);
});

describe.each(['ko', 'en'] as const)('in %s', (locale) => {
  test.each([
    [3, 2],
    [5, 4],
    [9, 3],
    [2, 1],
  ])('a card of %i options and %i seats is not cut', async (options, seats) => {
    overwriteGetLocale(() => locale);
    const outcome = Array.from({ length: options }, (_, i) => i < seats);
    const resolution = { version: 2, outcome, knownAt: AT, publishedAt: AT, provisional: true, finalAt: AT };
    const asked = question(options, seats, { phase: 'provisional', resolution });
    asked.title = {
      ko: '마지막 두 자리, 누가 앉을까요? (다섯 팀일 때)',
      en: 'Who takes the last two seats? (five teams)',
    };
    const handle = '가나다라마바사아자차카타파하가나다라마바';
    for (const card of [
      { ...forecast, handle, permille: even(options, seats) },
      { ...result, handle },
    ]) {
      const drawn = cardPicture(card, asked, true);
      const { words, lowest } = await read(drawn);
      expect(words).toContain(tight(drawn.headline));
      for (const { name, values } of drawn.table?.rows ?? [])
        expect(words).toContain(tight(name + values.join('')));
      for (const { label, value } of drawn.figures) expect(words).toContain(tight(label + value));
      expect(words).not.toContain('…');
      expect(lowest).toBeLessThan(HEIGHT - 30);
    }
  });
});
