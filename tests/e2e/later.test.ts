// Parts of a page in a browser: which of them come alive by themselves, and which never do.
import type { Page } from '@playwright/test';
import { expect, test } from './setup/test.ts';

test.use({ viewport: { width: 360, height: 640 } });

/** Code that was fetched so far; parts bring their own. */
function listenForCode(page: Page): Set<string> {
  const code = new Set<string>();
  page.on('request', (request) => {
    if (/\/_app\/immutable\/.*\.js$/.test(request.url())) code.add(request.url());
  });
  return code;
}

/** A page that is alive except for its parts; odds that change would wake them. */
async function openAsleep(page: Page, address: string): Promise<void> {
  await page.route('**/live?*', (route) => route.abort());
  await page.goto(address);
  await page.waitForLoadState('networkidle');
}

/** Leaves whatever was seen time to be noticed: observers report with the next frames. */
async function framesPass(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let i = 0; i < 10; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  await page.waitForLoadState('networkidle');
}

test('what waits to be touched stays asleep while it is only seen, and wakes under a pointer', async ({
  page,
}) => {
  const code = listenForCode(page);
  await openAsleep(page, '/rounds');
  const picture = page.getByRole('main').locator('figure').first();
  const before = code.size;
  await picture.scrollIntoViewIfNeeded();
  await framesPass(page);
  expect(code.size).toBe(before);
  const brought = page.waitForRequest('**/_app/immutable/**/*.js');
  await picture.hover();
  await brought;
});

test('what acts by itself wakes as soon as it is seen, untouched', async ({ page }) => {
  const code = listenForCode(page);
  await openAsleep(page, '/questions/final-3');
  const before = code.size;
  await framesPass(page);
  expect(code.size).toBe(before);
  const brought = page.waitForRequest('**/_app/immutable/**/*.js');
  await page.getByRole('heading', { name: '공유하기' }).scrollIntoViewIfNeeded();
  await brought;
});

test('what is only ever written by the server is never fetched, not on the next page either', async ({
  page,
}) => {
  const ITS_WORD = 'schema.org';
  const code = listenForCode(page);
  await openAsleep(page, '/questions/final-3');
  expect(await page.content()).toContain(ITS_WORD);
  await page.getByRole('banner').getByRole('link', { name: '예측', exact: true }).click();
  await page
    .getByRole('link', { name: /^3차 평가 뒤 몇 곳이 남을까요/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /^3차 평가 뒤/ })).toBeVisible();
  await framesPass(page);
  const texts = await Promise.all([...code].map(async (url) => (await page.request.get(url)).text()));
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.includes(ITS_WORD))).toEqual([]);
});
