// The receipt after a save: what the forecast did, where it stands, and what comes next; with and without scripts.
import type { Page } from '@playwright/test';
import { expectNoProblems } from './setup/audit.ts';
import { someoneForecasts } from './setup/crowd.ts';
import { pick } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { placedBy } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

const receipt = (page: Page) => page.getByRole('region', { name: '저장한 예측' });

test.beforeEach(({ reader: _ }) => undefined);

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled, viewport: { width: 360, height: 720 } });

    test('one card says what the save did, and leads to the next question and to a card', async ({
      page,
    }) => {
      await someoneForecasts(own.site, '60', '60', '80');
      await page.goto('/questions/final-3');
      const picks = await pick(page, 'SK텔레콤', '업스테이지');
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      const card = receipt(page);
      await expect(card).toContainText('예측을 남겼어요.');
      await expect(card).toContainText(/내 예측으로 \S+ [\d.]+% → [\d.]+%/);
      await expect(card).toContainText('저자와 같은 픽');
      await expect(card).toContainText(/모두의 예측과 최대 \d+%p 차이/);
      // Said once on the page.
      await expect(page.getByText('예측을 남겼어요.')).toHaveCount(1);
      await expect(card).toBeInViewport({ ratio: 0.99 });
      await card.getByRole('link', { name: /^다음 질문 \(\d+개 남았어요\)$/ }).click();
      await expect(page).toHaveURL('/questions/count-3');
      await page.goBack();

      await page.goto('/questions/final-3');
      // Without scripts the button can be pressed again: the same numbers are no new row.
      if (!javaScriptEnabled) await picks.getByRole('button', { name: '예측 바꾸기' }).click();
      else {
        await picks.getByRole('slider').press('ArrowRight');
        await picks.getByRole('button', { name: '예측 바꾸기' }).click();
      }
      await receipt(page).getByRole('button', { name: '내 예측 카드 만들기' }).click();
      await expect(page).toHaveURL(/\/cards\/forecast\/[\w-]{22}$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('어느 독자의 예측');
      expect(await placedBy(page.request)).toHaveLength(javaScriptEnabled ? 2 : 1);
    });

    test('nothing is wrong with it, and it undoes the save', async ({ page }) => {
      await page.goto('/');
      const picks = await pick(page, 'SK텔레콤', '업스테이지');
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      await expect(receipt(page)).toBeVisible();
      if (javaScriptEnabled) {
        // It counts no seconds meanwhile.
        await receipt(page).getByRole('button', { name: '되돌리기' }).focus();
        await expectNoProblems(page);
      }
      await receipt(page).getByRole('button', { name: '되돌리기' }).click();
      await expect(
        page.getByText(javaScriptEnabled ? '되돌렸어요' : /예측을 거뒀어요|예측을 취소했어요/),
      ).toBeVisible();
      expect((await placedBy(page.request))[0]).toBeNull();
    });
  });
}
