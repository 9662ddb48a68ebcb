// The moment of a result: open pages change by themselves, what was typed is kept, and home opens with the result.
import type { Page } from '@playwright/test';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as questions from '../../src/lib/server/questions/service.ts';
import * as resolutions from '../../src/lib/server/results/resolutions/service.ts';
import { closeQuestion, openSince } from './setup/close.ts';
import { withDatabase } from './setup/database.ts';
import { numberField, openNumbers, pick } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForecast } from './setup/people.ts';
import { giveCrowd, publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

const HEADLINE = 'SK텔레콤과 업스테이지가 남았어요.';
/** Pages load anew some seconds after a result, and later after a close. */
const SOON = { timeout: 30_000 };
const MINUTE_MS = 60_000;

/** Opens a page that follows what happens. */
async function follow(page: Page, path: string): Promise<void> {
  const following = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
  await page.goto(path);
  await following;
  await page.evaluate(() => document.body.setAttribute('data-never-left', ''));
}

/** What the page says, without what only an open page says: the announcement, and notes of what was not sent. */
async function textOf(page: Page): Promise<string> {
  return page.locator('main').evaluate((main) => {
    const own = main.cloneNode(true) as HTMLElement;
    for (const each of own.querySelectorAll('[role="status"]')) each.remove();
    // A clone has no layout: its text has that of folded parts, too, in both pages.
    return own.textContent.replaceAll(/\s+/g, ' ');
  });
}

async function expectAsLoadedAnew(page: Page, path: string): Promise<void> {
  const fresh = await page.context().newPage();
  await fresh.goto(path);
  await expect.poll(() => textOf(page), SOON).toBe(await textOf(fresh));
  await fresh.close();
}

async function openWithCrowd(): Promise<void> {
  await openSince(own.site, 'final-3', new Date(Date.now() - 5 * MINUTE_MS));
  await giveCrowd(own.site, 'final-3', [710, 710, 580]);
}

/** The result that an earlier test published, also where it failed before. */
async function ensureResult(): Promise<void> {
  const decided = await withDatabase(own.site, async (db) => {
    const { id } = await resolutions.getResolvable(db, 'final-3');
    return (await resolutions.versions(db, id)).length > 0;
  });
  if (decided) return;
  await openWithCrowd();
  await publishResult(own.site, 'final-3', ['skt', 'upstage']);
}

test('a close while a page is open takes the form away and keeps what was typed', async ({ page, other }) => {
  const question = '/questions/count-3';
  await withDatabase(own.site, async (db) => {
    const inAnHour = new Date((await questions.readClock(db)).getTime() + 60 * MINUTE_MS);
    await questions.scheduleClose(db, COMMAND_LINE, 'count-3', inAnHour);
  });
  for (const each of [page, other]) await each.clock.install();
  await follow(page, question);
  await numberField(await openNumbers(page), '두 곳').fill('61.5');
  await follow(other, question);
  await other.getByRole('radio', { name: /^두 곳/ }).check();

  await closeQuestion(own.site, 'count-3');
  for (const each of [page, other]) await each.clock.fastForward('01:00:10');
  await expect(page.getByText('보내지 못한 예측: 2곳 61.5%')).toBeVisible(SOON);
  await expect(page.getByText('마감했어요. 결과를 기다리고 있어요.')).toBeVisible();
  await expect(page.getByRole('slider')).toHaveCount(0);
  await expect(other.getByText(/보내지 못한 예측: .*2곳/)).toBeVisible(SOON);
  for (const each of [page, other]) await expect(each.locator('body[data-never-left]')).toBeVisible();
});

test('every open page shows a result without a reload, as a page that is loaded anew', async ({
  page,
  other,
  context,
  reader: _,
  origin,
}) => {
  await openWithCrowd();
  const placed = await postForecast(page.request, origin, 'final-3', { skt: '90', upstage: '90', lg: '20' });
  expect(placed.status()).toBe(303);
  await follow(page, '/questions/final-3');
  await numberField(await openNumbers(page), 'SK텔레콤').fill('77.7');
  await follow(other, '/');
  await pick(other, '업스테이지', 'LG AI연구원');
  const paths = ['/', '/questions', '/rounds', '/leaderboard'];
  const tabs = await Promise.all(
    paths.map(async (path) => {
      const tab = await context.newPage();
      await follow(tab, path);
      return [tab, path] as const;
    }),
  );

  await publishResult(own.site, 'final-3', ['skt', 'upstage']);

  await expect(page.getByText('보내지 못한 예측:')).toContainText('SKT 77.7%', SOON);
  await expect(page.getByText(HEADLINE)).toBeVisible();
  await expect(page.getByRole('slider')).toHaveCount(0);
  await expect(other.getByRole('heading', { level: 1, name: HEADLINE })).toBeVisible(SOON);
  await expect(other.getByText('보내지 못한 예측:')).toContainText('업스테이지 80%');
  for (const [tab, path] of tabs) {
    await expect(tab.getByRole('status').filter({ hasText: '결과가 나왔어요.' })).toBeVisible();
    await test.step(path, () => expectAsLoadedAnew(tab, path === '/leaderboard' ? tab.url() : path));
    await expect(tab.locator('body[data-never-left]'), path).toBeVisible();
  }
});

test('home opens with the result, what everybody gave it, and the reader’s own points', async ({
  browser,
  page,
  reader: _,
  origin,
}) => {
  await ensureResult();
  const visitor = await (
    await browser.newContext({ baseURL: origin, locale: 'ko-KR', javaScriptEnabled: false })
  ).newPage();
  await visitor.goto('/');
  const seen = visitor.getByRole('region', { name: '새로 나온 결과' });
  await expect(seen.getByRole('heading', { level: 1, name: HEADLINE })).toBeVisible();
  await expect(seen.getByRole('row', { name: /^SKT/ })).toHaveText(/남음.*71%.*75%/s);
  await expect(seen.getByRole('row', { name: /^LG/ })).toHaveText(/탈락.*58%.*50%/s);
  await expect(seen.getByRole('columnheader', { name: '나', exact: true })).toHaveCount(0);
  await expect(seen.getByRole('link', { name: '근거와 기록 보기' })).toBeVisible();
  await visitor.context().close();

  // This reader came after the result.
  await page.goto('/');
  await expect(page.getByText('이 질문에는 점수가 매겨진 내 예측이 없어요.')).toBeVisible();
});

test('an annulment takes the result from open pages', async ({ page }) => {
  await ensureResult();
  await follow(page, '/');
  await expect(page.getByRole('heading', { level: 1, name: HEADLINE })).toBeVisible();
  await publishResult(own.site, 'final-3', null);
  await expect(page.getByRole('heading', { level: 1, name: /무효가 됐어요/ })).toBeVisible(SOON);
  await expectAsLoadedAnew(page, '/');
});
