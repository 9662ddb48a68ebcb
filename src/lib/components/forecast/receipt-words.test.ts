import { afterEach, expect, test } from 'vitest';
import { AT, question } from '#lib/components/questions/question.fixture.ts';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import type { EffectView } from '#lib/types/receipt.ts';
import { receiptParts } from './receipt-words.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const crowd = { permille: [718, 600, 682], forecasters: 336, at: AT, version: 9 };

function partsOf(effect: EffectView, mine = [800, 690, 510], author: number[] | null = [750, 750, 500]) {
  const asked = question(3, 2, {
    crowd,
    mine: { permille: mine, madeAt: AT },
    author: author && { permille: author, madeAt: AT, carriedOver: false },
  });
  return receiptParts({ question: asked, effect });
}

const counted: EffectView = { kind: 'counted', before: [714, 602, 684], after: [718, 600, 682] };

test('a receipt says what moved most, whether the picks are the author’s, and how far the crowd is', () => {
  expect(partsOf(counted)).toEqual([
    '내 예측으로 SK텔레콤 71.4% → 71.8%',
    '저자와 같은 픽',
    '모두의 예측과 최대 17%p 차이',
  ]);
  overwriteGetLocale(() => 'en');
  expect(partsOf(counted)[0]).toBe('Your forecast moves SK텔레콤 71.4% → 71.8%');
});

test('without an effect, an author or picks there is that much less', () => {
  expect(partsOf({ kind: 'none' }, undefined, null)).toEqual(['모두의 예측과 최대 17%p 차이']);
  expect(partsOf({ kind: 'waiting' }, [667, 667, 666])).toEqual(['모두의 예측과 최대 7%p 차이']);
});

test('a forecast that moves nothing, the first one, and one at the crowd’s odds say so', () => {
  const same: EffectView = { kind: 'counted', before: [718, 600, 682], after: [718, 600, 682] };
  expect(partsOf(same)[0]).toBe('모두의 예측은 0.1%p도 움직이지 않았어요');
  // Not how far it is from the odds, which are this one alone, drawn toward even.
  expect(partsOf({ ...counted, before: null })).toEqual(['이 질문의 첫 예측이에요', '저자와 같은 픽']);
  expect(partsOf(counted, [720, 600, 680]).at(-1)).toBe('모두의 예측과 1%p도 차이 나지 않아요');
});

test.each([
  [[800, 400, 800], '저자와 2곳 중 1곳이 같은 픽'],
  [[800, 700, 500], '저자와 같은 픽'],
])('the picks of %j beside the author’s: “%s”', (mine, sentence) => {
  expect(partsOf(counted, mine)).toContain(sentence);
});
