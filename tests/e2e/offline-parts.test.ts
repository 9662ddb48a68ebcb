// A part whose code does not come is what it is without scripts, until there is a network again.
import type { Page } from '@playwright/test';
import { pick, picksForm, pressable } from './setup/forecasting.ts';
import { expect, test } from './setup/test.ts';

/** Said once one is chosen, by a form whose code is there. */
const SAID = '한 곳 더 골라 주세요';

/** A question whose form nobody has touched yet. */
async function openQuestion(page: Page): Promise<void> {
  // Odds that change would wake the form.
  await page.route('**/live?*', (route) => route.abort());
  await page.goto('/questions/final-3');
  await page.waitForLoadState('networkidle');
}

test('a form touched without a network is alive once there is one', async ({ page, context }) => {
  await openQuestion(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await context.setOffline(true);
  await picksForm(page).getByRole('checkbox').first().check();
  await expect.poll(() => asked).toContain('/favicon.svg');
  await expect(picksForm(page).getByText(SAID)).toHaveCount(0);
  await context.setOffline(false);
  await expect(picksForm(page).getByText(SAID).first()).toBeVisible();
});

test('a form whose code does not come is sent as without scripts', async ({ page }) => {
  await openQuestion(page);
  let failed = 0;
  await page.route('**/_app/immutable/**', async (route) => {
    failed += 1;
    await route.abort();
  });
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await expect.poll(() => failed).toBeGreaterThan(0);
  await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await pressable(picks, '예측 남기기').click();
  await expect(page).toHaveURL('/join?next=%2Fquestions%2Ffinal-3');
  // The page that followed has no scripts either: it came whole from the server.
  await expect(page.getByRole('main')).toContainText('가입하면 이 예측도 함께 남겨 드려요.');
});
