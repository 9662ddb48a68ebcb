// The embed in a frame too low for its rows: the site's name, and the legend of the bar.
import { LANGUAGES, inLanguage } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

const SITE = { ko: '최종 2', en: 'Final Two' };
const WIDTHS = [280, 360];
const HEIGHTS = [100, 160, 200, 287];

for (const language of LANGUAGES) {
  test(`in ${language} a low frame names the site first, and has a bar with its key`, async ({ page }) => {
    for (const path of ['/embed/final-3', '/embed/count-3']) {
      await page.goto(inLanguage(path, language));
      for (const width of WIDTHS) {
        for (const height of HEIGHTS) {
          await page.setViewportSize({ width, height });
          await expect(page.getByText(SITE[language], { exact: true })).toBeInViewport({ ratio: 1 });
          await expect(page.locator('svg.bar')).toBeVisible();
          await expect(page.locator('svg.seat').first()).toBeHidden();
          expect(await page.locator('svg.swatch rect').evaluateAll(shades)).toEqual(
            await page.locator('svg.bar rect').evaluateAll(shades),
          );
          for (const swatch of await page.locator('svg.swatch').all()) await expect(swatch).toBeVisible();
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(over).toBeLessThanOrEqual(0);
        }
      }
    }
  });
}

test('a low frame shows three companies and their odds without scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 240 });
  await page.goto('/embed/final-3');
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(240);
});

test('a frame with room for rows has neither bar nor legend', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 400 });
  await page.goto('/embed/final-3');
  await expect(page.locator('svg.seat').first()).toBeVisible();
  await expect(page.locator('svg.bar')).toBeHidden();
  await expect(page.locator('svg.swatch').first()).toBeHidden();
});

/** Each with the colour and the strength in which it is seen. */
function shades(parts: Element[]): string[] {
  return parts.map((part) => {
    const { fill, opacity } = getComputedStyle(part);
    return `${fill} ${opacity}`;
  });
}
