// On a slow network the page is read, ticked and typed in before its scripts are there: nothing of it may be lost then.
import type { Page } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { pressable, picksForm } from './setup/forecasting.ts';
import { holdScripts } from './setup/late-scripts.ts';
import { useOwnSite } from './setup/own-site.ts';
import { exportedForecasts, postForecast } from './setup/people.ts';
import { publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
/** Less than a press is kept for code that does not come. */
const SOON_MS = 5_000;

test.use({ viewport: { width: 360, height: 740 } });

test.beforeEach(async ({ reader }) => {
  await makeAdmin(own.site, reader);
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

test('the search of a board keeps the handle, and is sent without the code of its part', async ({
  page,
  other,
  origin,
}) => {
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

  await openAsleep(page, '/leaderboard');
  const partsCome = await holdScripts(page);
  await handle.fill('누구');
  const sent = page.waitForRequest((request) => new URL(request.url()).searchParams.get('q') === '누구', {
    timeout: SOON_MS,
  });
  await page.getByRole('button', { name: '찾기', exact: true }).click();
  await sent;
  await partsCome();
  await expect(page).toHaveURL(/[?&]q=/);
});

const WISHED = ['SK텔레콤', 'LG AI연구원'];
const company = (page: Page, name: string) =>
  picksForm(page).getByRole('checkbox', { name: new RegExp(`^${name}`) });

/** A page that is alive except for its parts, whose code has not come. */
async function openAsleep(page: Page, address = '/'): Promise<void> {
  // Odds that change would wake the form.
  await page.route('**/live?*', (route) => route.abort());
  await page.goto(address);
}

async function expectSaved(page: Page, names: readonly string[]): Promise<void> {
  await expect.poll(async () => (await exportedForecasts(page.request)).length).toBe(2);
  await page.goto('/');
  await expect(picksForm(page).getByRole('checkbox', { checked: true })).toHaveCount(2);
  for (const name of names) await expect(company(page, name)).toBeChecked();
}

test.describe('a reader who changes his forecast before the code of the form is there', () => {
  test.beforeEach(async ({ page, origin }) => {
    await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    await openAsleep(page);
  });
  const change = async (page: Page) => {
    await company(page, '업스테이지').uncheck();
    await company(page, 'LG AI연구원').check();
    await pressable(picksForm(page), '예측 바꾸기').click();
  };

  test('has it saved once that has come, however often he presses', async ({ page }) => {
    const scriptsCome = await holdScripts(page);
    await change(page);
    await pressable(picksForm(page), '예측 바꾸기').click();
    await expect(pressable(picksForm(page), '예측 바꾸기')).toHaveAttribute('aria-busy', 'true');
    expect(await exportedForecasts(page.request)).toHaveLength(1);
    await scriptsCome();
    await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
    await expectSaved(page, WISHED);
  });

  test('has it saved as without scripts where that cannot be fetched', async ({ page }) => {
    await page.route('**/_app/immutable/**/*.js', (route) => route.abort());
    await change(page);
    await expect.poll(async () => (await exportedForecasts(page.request)).length).toBe(2);
    await page.unroute('**/_app/immutable/**/*.js');
    await expectSaved(page, WISHED);
  });
});

test('a button that says something else once the code is there is not pressed for the reader', async ({
  page,
}) => {
  await openAsleep(page);
  const scriptsCome = await holdScripts(page);
  for (const name of WISHED) await company(page, name).check();
  await picksForm(page).getByRole('button', { name: '두 곳을 골라 주세요' }).click();
  await scriptsCome();
  await expect(page.getByRole('slider')).toBeVisible();
  expect(await exportedForecasts(page.request)).toEqual([]);
  await picksForm(page).getByRole('button', { name: '예측 남기기' }).click();
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
});

test('more ticks than seats are said to be too many once the code is there', async ({ page }) => {
  await openAsleep(page);
  const scriptsCome = await holdScripts(page);
  for (const name of [...WISHED, '업스테이지']) await company(page, name).check();
  await scriptsCome();
  await expect(page.getByText('두 곳까지 고를 수 있어요.')).toBeVisible();
  await company(page, '업스테이지').uncheck();
  await expect(page.getByRole('slider')).toBeVisible();
});

test('what was ticked before any script is taken up without another touch', async ({ page }) => {
  const scriptsCome = await openEarly(page, '/');
  for (const name of WISHED) await company(page, name).check();
  await company(page, WISHED[0]!).evaluate(
    (box) => box.ownerDocument.activeElement instanceof HTMLElement && box.ownerDocument.activeElement.blur(),
  );
  await page.mouse.move(0, 0);
  await scriptsCome();
  await expect(page.getByRole('slider')).toBeVisible();
  await expect(picksForm(page).getByRole('button', { name: '예측 남기기' })).toBeVisible();
});

test('a line of the contest picture tells its story without any code', async ({ page }) => {
  await openAsleep(page);
  await page.route('**/_app/immutable/**/*.js', (route) => route.abort());
  await page.getByRole('button', { name: '업스테이지', exact: true }).filter({ visible: true }).click();
  await expect(page.locator(':popover-open')).toBeVisible();
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
  // A page that is not painted for a second begins all the same.
  const LATEST_MS = 1_000;
  expect(Math.min(...timed.scripts)).toBeGreaterThanOrEqual(Math.min(timed.paint, LATEST_MS));
  const brought = page.waitForRequest('**/_app/immutable/**/*.js');
  await picksForm(page).hover();
  await brought;
});
