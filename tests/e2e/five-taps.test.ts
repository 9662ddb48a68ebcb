// A visitor on a phone gets from the blog's link to a saved draft with at most five taps.
import { forecastForm } from './setup/forecasting.ts';
import { expect, test } from './setup/test.ts';

const MOST_TAPS = 5;

test.use({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });

test('a reader of the blog saves a draft with at most five taps', async ({ page }) => {
  await page.goto('/?from=blog');
  const picks = forecastForm(page);
  const taps = [
    picks.getByRole('checkbox', { name: /^SK텔레콤/ }),
    picks.getByRole('checkbox', { name: /^업스테이지/ }),
    picks.getByRole('button', { name: '예측 남기기' }),
  ];
  for (const tap of taps) {
    // Without scrolling: what is tapped next is in sight.
    await expect(tap).toBeInViewport();
    await tap.tap();
  }
  expect(taps.length).toBeLessThanOrEqual(MOST_TAPS);
  await expect(page).toHaveURL('/join?next=%2F');
  await expect(page.getByRole('main')).toContainText('가입하면 이 예측도 함께 남겨 드려요.');
  await expect(page.getByRole('main')).toContainText('SK텔레콤 80%');
  // It is kept: another look at the page still has it.
  await page.goto('/join');
  await expect(page.getByRole('main')).toContainText('업스테이지 80%');
});
