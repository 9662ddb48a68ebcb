// The forecast form on a phone: what is asked is in sight, also with large text, and two taps save once.
import type { Page } from '@playwright/test';
import { forecastForm, openNumbers, pick, undo } from './setup/forecasting.ts';
import { inLanguage, LANGUAGES } from './setup/pages.ts';
import { placedBy } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

test.use({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });

/** Fields of the form that the button which sticks to the bottom covers while they have the focus; fails where none had it. */
async function coveredFields(page: Page): Promise<string[]> {
  const covered: string[] = [];
  let visited = 0;
  await forecastForm(page).locator('input:not([type="hidden"])').first().focus();
  for (;;) {
    const focused = await page.evaluate(() => {
      const field = document.activeElement;
      const sticky = field?.closest('form')?.querySelector('.save');
      if (!field || !sticky || sticky.contains(field)) return null;
      const [place, cover] = [field.getBoundingClientRect(), sticky.getBoundingClientRect()];
      const isCovered = place.bottom > cover.top + 1 && place.top < cover.bottom;
      return { name: field.getAttribute('aria-label') ?? field.outerHTML, isCovered };
    });
    if (!focused) {
      expect(visited).toBeGreaterThan(0);
      return covered;
    }
    visited += 1;
    if (focused.isCovered) covered.push(focused.name);
    await page.keyboard.press('Tab');
  }
}

for (const language of LANGUAGES) {
  test(`the first row of a question is near the top of the screen, in ${language}`, async ({ page }) => {
    await page.goto(inLanguage('/questions/final-3', language));
    const row = await forecastForm(page).getByRole('listitem').first().boundingBox();
    expect(row!.y).toBeLessThanOrEqual(360);
  });
}

test('nothing that has the focus is behind the button', async ({ page }) => {
  await page.goto('/questions/final-3');
  expect(await coveredFields(page)).toEqual([]);
  await pick(page, 'SK텔레콤', '업스테이지');
  expect(await coveredFields(page)).toEqual([]);
  await openNumbers(page);
  expect(await coveredFields(page)).toEqual([]);
});

test('text of twice the size fits the form, in both ways', async ({ page }) => {
  const tooWide = () =>
    forecastForm(page).evaluate((form) => {
      const parts = [...form.querySelectorAll('*')].filter((part) => !part.closest('.visually-hidden, svg'));
      return parts
        .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
        .map((part) => part.outerHTML);
    });
  await page.goto('/questions/final-3');
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await pick(page, 'SK텔레콤', '업스테이지');
  expect(await tooWide()).toEqual([]);
  await openNumbers(page);
  expect(await tooWide()).toEqual([]);
});

test('two taps save once, and the undo stays', async ({ page, reader: _ }) => {
  await page.goto('/questions/final-3');
  const form = await pick(page, 'SK텔레콤', '업스테이지');
  await form.getByRole('button', { name: '예측 남기기' }).dblclick();
  await expect(form.getByRole('button', { name: '저장됨' })).toBeVisible();
  await expect(undo(page)).toBeVisible();
  expect(await placedBy(page.request)).toHaveLength(1);
});
