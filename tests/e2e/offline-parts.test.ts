// A part whose code cannot be fetched is asked for again once that may be of use.
import type { Page } from '@playwright/test';
import { picksForm } from './setup/forecasting.ts';
import { expect, test } from './setup/test.ts';

const CODE = '**/_app/immutable/**';

/** Said once one is chosen, by a form whose code is there. */
const SAID = '한 곳 더 골라 주세요';

/** A question whose form was touched while its code could not be fetched. */
async function touchInVain(page: Page): Promise<void> {
  // Odds that change would wake the form.
  await page.route('**/live?*', (route) => route.abort());
  await page.goto('/questions/final-3');
  await page.waitForLoadState('networkidle');
  let failed = 0;
  await page.route(CODE, async (route) => {
    failed += 1;
    await route.abort();
  });
  await picksForm(page).getByRole('checkbox').first().check();
  await expect.poll(() => failed).toBeGreaterThan(0);
  await page.waitForLoadState('networkidle');
  await page.unroute(CODE);
  await expect(picksForm(page).getByText(SAID)).toHaveCount(0);
}

/** Older ones remember a module that they could not fetch, until the page is loaded again. */
const FETCHES_AGAIN = 156;

test.beforeEach(({ browser }) => {
  test.skip(Number.parseInt(browser.version(), 10) < FETCHES_AGAIN, 'this browser does not fetch it again');
});

for (const sign of ['online', 'visibilitychange']) {
  test(`a form whose code failed to come is alive after ${sign}`, async ({ page, complaints }) => {
    await touchInVain(page);
    await page.evaluate((name) => document.dispatchEvent(new Event(name, { bubbles: true })), sign);
    await expect(picksForm(page).getByText(SAID).first()).toBeVisible();
    complaints.length = 0;
  });
}

test('it is alive after the next touch, too', async ({ page, complaints }) => {
  await touchInVain(page);
  const box = picksForm(page).getByRole('checkbox').first();
  await box.blur();
  await box.focus();
  await expect(picksForm(page).getByText(SAID).first()).toBeVisible();
  complaints.length = 0;
});
