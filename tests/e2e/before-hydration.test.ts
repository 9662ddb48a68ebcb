// On a slow network a page is read, ticked and typed in before it is hydrated: nothing of that may be lost.
import type { Page } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { COUNTS } from './setup/crowd.ts';
import {
  numberField,
  forecastForm,
  pressable,
  sentence,
  shownNumbers,
  typeNumbers,
} from './setup/forecasting.ts';
import { holdScripts } from './setup/hold-scripts.ts';
import { useOwnSite } from './setup/own-site.ts';
import { exportedForecasts, postForecast } from './setup/people.ts';
import { publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

test.use({ viewport: { width: 360, height: 740 } });

test.beforeEach(async ({ reader }) => {
  await makeAdmin(own.site, reader);
});

/** Opens a page without its scripts. @returns a function that releases them and waits for hydration */
async function openEarly(page: Page, address: string): Promise<() => Promise<void>> {
  const releaseScripts = await holdScripts(page);
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  return releaseScripts;
}

test('a new question keeps its template, day, words, choices and ticks', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/admin/questions/new');
  const template = page.getByRole('radio', { name: /Artificial Analysis 지수/ });
  const day = page.getByLabel('기준일');
  const title = page.getByLabel('제목 (한국어)');
  const kind = page.getByLabel('종류');
  const scored = page.getByRole('checkbox', { name: /점수/ });
  await template.check();
  await day.fill('2033-05-15');
  await title.fill('누가 앞설까요?');
  await kind.selectOption('advance');
  await scored.uncheck();
  await releaseScripts();
  await expect(template).toBeChecked();
  await expect(day).toHaveValue('2033-05-15');
  await expect(title).toHaveValue('누가 앞설까요?');
  await expect(kind).toHaveValue('advance');
  await expect(scored).not.toBeChecked();
});

test('a result keeps what came true, when it was known and where it stands', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/admin/questions/count-3/resolve');
  const answer = (option: string, yesOrNo: string) =>
    page
      .getByRole('radiogroup', { name: option, exact: true })
      .getByRole('radio', { name: yesOrNo, exact: true });
  const known = page.getByLabel('결과 공개 시각');
  const more = page.locator('summary').filter({ hasText: '근거 더하기' });
  const second = page.getByLabel('근거 2 주소');
  await answer('두 곳', '예').check();
  await answer('세 곳', '아니요').check();
  await known.fill('2026-10-20T10:00');
  await more.click();
  await second.fill('https://www.msit.go.kr/2');
  await releaseScripts();
  await expect(answer('두 곳', '예')).toBeChecked();
  await expect(answer('세 곳', '아니요')).toBeChecked();
  await expect(known).toHaveValue('2026-10-20T10:00');
  await expect(second).toBeVisible();
  await expect(second).toHaveValue('https://www.msit.go.kr/2');
});

test('a new edition keeps its entrants', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/admin/questions/final-3');
  const [motif, lg] = ['모티프테크놀로지스', 'LG AI연구원'].map((name) =>
    page.getByRole('checkbox', { name }),
  );
  await motif!.check();
  await lg!.uncheck();
  await releaseScripts();
  await expect(motif!).toBeChecked();
  await expect(lg!).not.toBeChecked();
});

test('a form of an entrant keeps what is chosen in it', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/admin/rounds/3/new');
  const company = page.getByLabel('기업', { exact: true });
  await company.selectOption('모티프테크놀로지스');
  await page.getByLabel(/^모델\s*\(선택\)/).fill('모티프 3');
  await releaseScripts();
  await expect(company).toHaveValue('motif');
  await expect(page.getByLabel(/^모델\s*\(선택\)/)).toHaveValue('모티프 3');
});

test('the search of a board keeps the handle', async ({ page, other, origin }) => {
  await postForecast(other.request, origin, 'count-3', COUNTS);
  await publishResult(own.site, 'count-3', ['two']);
  const handle = page.getByLabel('닉네임으로 찾기');
  const releaseScripts = await openEarly(page, '/leaderboard');
  await handle.fill('독자');
  await releaseScripts();
  await expect(handle).toHaveValue('독자');
});

const NAMES = ['SK텔레콤', 'LG AI연구원'];
const company = (page: Page, name: string) =>
  forecastForm(page).getByRole('checkbox', { name: new RegExp(`^${name}`) });

test('a forecast sent before hydration is placed by the browser itself', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  await openEarly(page, '/');
  await company(page, '업스테이지').uncheck();
  await company(page, 'LG AI연구원').check();
  await pressable(forecastForm(page), '저장됨').click();
  await expect.poll(async () => (await exportedForecasts(page.request)).length).toBe(2);
  await page.unroute('**/_app/immutable/**/*.js');
  await page.goto('/');
  await expect(forecastForm(page).getByRole('checkbox', { checked: true })).toHaveCount(2);
  for (const name of NAMES) await expect(company(page, name)).toBeChecked();
});

test('ticks made before hydration open the slider once the page is hydrated', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/');
  for (const name of NAMES) await company(page, name).check();
  await releaseScripts();
  await expect(page.getByRole('slider')).toBeVisible();
  await expect(forecastForm(page).getByRole('button', { name: '예측 남기기' })).toBeVisible();
});

test('more ticks than seats made before hydration are said to be too many', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/');
  for (const name of [...NAMES, '업스테이지']) await company(page, name).check();
  await releaseScripts();
  await expect(page.getByText('두 곳까지 고를 수 있어요.')).toBeVisible();
  await company(page, '업스테이지').uncheck();
  await expect(page.getByRole('slider')).toBeVisible();
});

test('numbers typed before hydration stay, and are added up', async ({ page }) => {
  const releaseScripts = await openEarly(page, '/questions/final-3?as=numbers');
  const numbers = forecastForm(page);
  await typeNumbers(numbers, { SK텔레콤: '75.5', 업스테이지: '80' });
  await releaseScripts();
  await expect(numberField(numbers, '업스테이지')).toBeFocused();
  expect(await shownNumbers(numbers, ['SK텔레콤', '업스테이지', 'LG AI연구원'])).toEqual(['75.5', '80', '']);
  await expect(sentence(numbers, '지금 합은 155.5% · 44.5% 모자라요')).toBeVisible();
});

test('the story of a company in the contest picture opens before hydration', async ({ page }) => {
  await openEarly(page, '/');
  await page.getByRole('button', { name: '업스테이지', exact: true }).filter({ visible: true }).click();
  await expect(page.locator(':popover-open')).toBeVisible();
});
