// On a slow network the page is read, ticked and typed in before its scripts are there: nothing of it may be lost then.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { pressable, picksForm } from './setup/forecasting.ts';
import { holdScripts } from './setup/late-scripts.ts';
import { useOwnSite } from './setup/own-site.ts';
import { exportedForecasts, postForecast } from './setup/people.ts';
import { publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.use({ viewport: { width: 360, height: 740 } });

test.beforeEach(async ({ reader }) => {
  await promisify(execFile)(process.execPath, ['src/cli/admin.ts', 'make', reader.email], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: own.site.dataDir },
  });
});

/** Opens a page of which only the HTML and the styles come; what comes back lets the scripts come, too. */
async function openEarly(page: Page, address: string): Promise<() => Promise<void>> {
  const scriptsCome = await holdScripts(page);
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  return scriptsCome;
}

test('a new question keeps its template, day, words, choices and ticks', async ({ page }) => {
  const scriptsCome = await openEarly(page, '/admin/questions/new');
  const template = page.getByRole('radio', { name: /Artificial Analysis 지수/ });
  const day = page.getByLabel('기준일');
  const title = page.getByLabel('제목', { exact: true });
  const kind = page.getByLabel('종류');
  const scored = page.getByRole('checkbox', { name: /점수/ });
  await template.check();
  await day.fill('2033-05-15');
  await title.fill('누가 앞설까요?');
  await kind.selectOption('advance');
  await scored.uncheck();
  await scriptsCome();
  await expect(template).toBeChecked();
  await expect(day).toHaveValue('2033-05-15');
  await expect(title).toHaveValue('누가 앞설까요?');
  await expect(kind).toHaveValue('advance');
  await expect(scored).not.toBeChecked();
});

test('a result keeps what came true, when it was known and where it stands', async ({ page }) => {
  const scriptsCome = await openEarly(page, '/admin/questions/count-3/resolve');
  const answer = (option: string, yesOrNo: string) =>
    page
      .getByRole('radiogroup', { name: option, exact: true })
      .getByRole('radio', { name: yesOrNo, exact: true });
  const known = page.getByLabel('결과가 공개된 때');
  const more = page.locator('summary').filter({ hasText: '근거 더하기' });
  const second = page.getByLabel('근거 2 주소');
  await answer('두 곳', '예').check();
  await answer('세 곳', '아니요').check();
  await known.fill('2026-10-20T10:00');
  await more.click();
  await second.fill('https://www.msit.go.kr/2');
  await scriptsCome();
  await expect(answer('두 곳', '예')).toBeChecked();
  await expect(answer('세 곳', '아니요')).toBeChecked();
  await expect(known).toHaveValue('2026-10-20T10:00');
  await expect(second).toBeVisible();
  await expect(second).toHaveValue('https://www.msit.go.kr/2');
});

test('a new edition keeps its entrants', async ({ page }) => {
  const scriptsCome = await openEarly(page, '/admin/questions/final-3/edition');
  const [motif, lg] = ['모티프테크놀로지스', 'LG AI연구원'].map((name) =>
    page.getByRole('checkbox', { name }),
  );
  await motif!.check();
  await lg!.uncheck();
  await scriptsCome();
  await expect(motif!).toBeChecked();
  await expect(lg!).not.toBeChecked();
});

test('a round keeps its folds as they are, and what is chosen in them', async ({ page }) => {
  const scriptsCome = await openEarly(page, '/admin/rounds/3');
  const adding = page.locator('details').filter({ hasText: '참가 기업 더하기' });
  const lg = page.locator('details[data-company="lg"]');
  const company = adding.getByLabel('기업', { exact: true });
  await adding.locator('summary').click();
  await company.selectOption('모티프테크놀로지스');
  await lg.locator('summary').click();
  await scriptsCome();
  await expect(adding).toHaveAttribute('open');
  await expect(company).toHaveValue('motif');
  await expect(lg).toHaveAttribute('open');
});

test('the search of a board keeps the handle', async ({ page, other, origin }) => {
  const counts = { 'one-or-none': '10', two: '70', three: '15', 'no-result': '5' };
  await postForecast(other.request, origin, 'count-3', counts);
  await publishResult(own.site, 'count-3', ['two']);
  const handle = page.getByLabel('닉네임으로 찾기');
  const scriptsCome = await openEarly(page, '/leaderboard');
  await handle.fill('독자');
  await handle.evaluate((field) => field.blur());
  await scriptsCome();
  await page.waitForLoadState('networkidle');
  await expect(handle).toHaveValue('독자');
});

/** Ticks two and presses, on a page that is alive except for the form, whose code has not come. */
async function saveEarly(page: Page): Promise<void> {
  const form = picksForm(page);
  for (const name of [/^SK텔레콤/, /^업스테이지/]) await form.getByRole('checkbox', { name }).check();
  await pressable(form, '예측 남기기').click();
}

async function openAsleep(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.locator('#svelte-announcer')).toBeAttached();
}

test('a forecast that is saved before the code of its form is there is saved once that has come', async ({
  page,
}) => {
  await openAsleep(page);
  const scriptsCome = await holdScripts(page);
  await saveEarly(page);
  await expect(picksForm(page).getByRole('checkbox', { checked: true })).toHaveCount(2);
  expect(await exportedForecasts(page.request)).toEqual([]);
  await scriptsCome();
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
  expect(await exportedForecasts(page.request)).toHaveLength(1);
});

test('where the code of a form cannot be fetched, it is saved as without scripts', async ({ page }) => {
  await openAsleep(page);
  await page.route('**/_app/immutable/**/*.js', (route) => route.abort());
  await saveEarly(page);
  await expect.poll(async () => (await exportedForecasts(page.request)).length).toBe(1);
});

test('without a network a press waits for one', async ({ page, context, complaints }) => {
  await openAsleep(page);
  await context.setOffline(true);
  await saveEarly(page);
  await expect(picksForm(page).getByRole('checkbox', { checked: true })).toHaveCount(2);
  await context.setOffline(false);
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
  expect(await exportedForecasts(page.request)).toHaveLength(1);
  complaints.length = 0;
});

test('scripts begin after the first paint, and those of the form with the first touch', async ({ page }) => {
  await openAsleep(page);
  const timed = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-paint')[0]!.startTime,
    scripts: performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.js'))
      .map(({ startTime }) => startTime),
  }));
  expect(timed.scripts.length).toBeGreaterThan(10);
  expect(Math.min(...timed.scripts)).toBeGreaterThanOrEqual(timed.paint);
  const brought = page.waitForRequest('**/_app/immutable/**/*.js');
  await picksForm(page).hover();
  await brought;
});
