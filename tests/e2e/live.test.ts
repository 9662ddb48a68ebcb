// An open page follows the forecasts of others by itself.
import type { Page } from '@playwright/test';
import { type Crowd, crowdOf, percent, someoneForecasts } from './setup/crowd.ts';
import { numberField, openNumbers, pick, forecastForm, typeNumbers } from './setup/forecasting.ts';
import { closeQuestion } from './setup/close.ts';
import { openFreezingProxy } from './setup/freezing-proxy.ts';
import { useOwnSite } from './setup/own-site.ts';
import { publishResult } from './setup/publish.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

/** What the rows of the form show of the crowd. */
async function expectOdds(page: Page, { permille, forecasters }: Crowd): Promise<void> {
  const picks = forecastForm(page);
  const shown = { SK텔레콤: permille['skt'], 업스테이지: permille['upstage'], 'LG AI연구원': permille['lg'] };
  for (const [name, odds] of Object.entries(shown)) {
    await expect(
      picks.getByRole('listitem').filter({ hasText: new RegExp(`${name}.*모두의 예측 ${percent(odds)}`) }),
    ).toBeVisible();
  }
  await expect(page.getByText(`${forecasters}명이 예측했어요`).first()).toBeVisible();
}

test('two browsers see each other’s forecasts without a reload', async ({ page, reader: _, other }) => {
  await someoneForecasts(own.site, '60', '80', '60');
  for (const [who, path] of [
    [page, '/'],
    [other, '/questions/final-3'],
  ] as const) {
    await who.goto(path);
    await expectOdds(who, await crowdOf(who.request));
    await who.evaluate(() => document.body.setAttribute('data-never-left', ''));
  }

  for (const [who, watcher, pick] of [
    [page, other, '업스테이지'],
    [other, page, 'SK텔레콤'],
  ] as const) {
    const { forecasters } = await crowdOf(page.request);
    const picks = forecastForm(who);
    await picks.getByRole('checkbox', { name: new RegExp(`^${pick}`) }).check();
    await picks.getByRole('checkbox', { name: /^LG AI연구원/ }).check();
    await picks.getByRole('button', { name: '예측 남기기' }).click();
    await expect(watcher.getByText(`${forecasters + 1}명이 예측했어요`).first()).toBeVisible();
    await expectOdds(watcher, await crowdOf(watcher.request));
    await expectOdds(who, await crowdOf(who.request));
  }
  for (const who of [page, other]) await expect(who.locator('body[data-never-left]')).toBeVisible();
});

test('every page with odds follows, and all of it', async ({ page, context }) => {
  await someoneForecasts(own.site, '70', '80', '50');
  const { forecasters } = await crowdOf(page.request);
  const paths = ['/', '/questions', '/questions/final-3', '/rounds'];
  const pages = await Promise.all(
    paths.map(async (path) => {
      const tab = await context.newPage();
      await tab.goto(path);
      await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
      return tab;
    }),
  );
  await someoneForecasts(own.site, '95', '45', '60');
  const crowd = await crowdOf(page.request);
  expect(crowd.forecasters).toBe(forecasters + 1);
  const [home, list, question, rounds] = pages as [Page, Page, Page, Page];
  for (const tab of [home, question]) {
    await expect(
      forecastForm(tab)
        .first()
        .getByRole('checkbox', { name: /^SK텔레콤/ }),
    ).toHaveAccessibleName(new RegExp(`모두의 예측 ${percent(crowd.permille['skt'])}`));
  }
  await expect(rounds.getByRole('article').first()).toContainText(percent(crowd.permille['skt']));
  await expect(list.getByRole('article').first()).toContainText(`${crowd.forecasters}명이 예측했어요`);
  await expect(list.getByRole('article').first()).toContainText(percent(crowd.permille['skt']));
  for (const tab of [home, question]) {
    const beside = section(tab, '저자와 모두');
    await expect(beside.getByRole('row', { name: /SK텔레콤/ })).toContainText(percent(crowd.permille['skt']));
    await expect(beside.getByRole('columnheader', { name: /^모두/ })).toContainText(
      `${crowd.forecasters}명이 예측했어요`,
    );
  }
});

test('choices and typed values are kept while odds change', async ({ page, reader: _ }) => {
  await page.goto('/questions/final-3');
  const picks = await pick(page, '업스테이지', 'LG AI연구원');
  await picks.getByRole('slider').fill('91');
  await picks.getByRole('checkbox', { name: /^업스테이지/ }).focus();

  const before = await crowdOf(page.request);
  await someoneForecasts(own.site, '99', '41', '60');
  await expectOdds(page, { ...(await crowdOf(page.request)), forecasters: before.forecasters + 1 });
  await expect(picks.getByRole('checkbox', { name: /^업스테이지/ })).toBeChecked();
  await expect(picks.getByRole('checkbox', { name: /^LG AI연구원/ })).toBeChecked();
  await expect(picks.getByRole('slider')).toHaveValue('91');
  await expect(picks.getByRole('checkbox', { name: /^업스테이지/ })).toBeFocused();

  const numbers = await openNumbers(page);
  await typeNumbers(numbers, { SK텔레콤: '33.3' });
  const next = await crowdOf(page.request);
  await someoneForecasts(own.site, '60', '90', '50');
  await expectOdds(page, { ...(await crowdOf(page.request)), forecasters: next.forecasters + 1 });
  await expect(numberField(numbers, 'SK텔레콤')).toHaveValue('33.3');
  await expect(numberField(numbers, 'SK텔레콤')).toBeFocused();
});

test('odds are announced to screen readers, and do not change while paused', async ({ page, other }) => {
  await someoneForecasts(own.site, '70', '80', '50');
  const shown = await crowdOf(page.request);
  for (const each of [page, other]) {
    await each.goto('/');
    await expectOdds(each, shown);
  }
  const pause = page.getByRole('button', { name: '일시정지' });
  await expect(page.getByText('실시간')).toBeVisible();
  await pause.click();
  await expect(pause).toHaveAttribute('aria-pressed', 'true');
  await someoneForecasts(own.site, '99.9', '50', '50.1');
  const after = await crowdOf(page.request);
  expect(after.permille['skt']).not.toBe(shown.permille['skt']);
  // Odds are sent to all pages at once.
  await expectOdds(other, after);
  await expectOdds(page, shown);
  await pause.click();
  await expectOdds(page, after);
  const told = page.getByRole('status').filter({ hasText: '모두의 예측이 바뀌었어요.' });
  await expect(told).toContainText(`SKT ${percent(after.permille['skt'])}`, { timeout: 15_000 });
});

test('a page that was offline catches up by itself', async ({ page, context, playwright }) => {
  await someoneForecasts(own.site, '70', '80', '50');
  await page.goto('/questions/final-3');
  const before = await crowdOf(page.request);
  await expectOdds(page, before);
  await context.setOffline(true);
  const outside = await playwright.request.newContext({ baseURL: own.site.url });
  await someoneForecasts(own.site, '20', '90', '90');
  const after = await crowdOf(outside);
  await outside.dispose();
  await context.setOffline(false);
  await expectOdds(page, after);
});

test('a page reconnects after a restart of the server', async ({ page }) => {
  await someoneForecasts(own.site, '70', '80', '50');
  // Scripts that a stopped server still owes make the page load anew: it must be following before.
  const follows = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
  await page.goto('/');
  await follows;
  await expectOdds(page, await crowdOf(page.request));
  await page.evaluate(() => document.body.setAttribute('data-never-left', ''));
  await own.site.restart();
  const before = await crowdOf(page.request);
  await someoneForecasts(own.site, '30', '85', '85');
  const after = await crowdOf(page.request);
  expect(after.forecasters).toBe(before.forecasters + 1);
  await test.step('the odds come without a reload', () => expectOdds(page, after));
  await expect(page.locator('body[data-never-left]')).toBeVisible();
});

test('a page whose stream is silent opens another one', async ({ page, other }) => {
  await someoneForecasts(own.site, '70', '80', '50');
  await using proxy = await openFreezingProxy(own.site.url);
  await page.clock.install();
  await page.goto(`${proxy.url}/questions/final-3`);
  await other.goto('/questions/final-3');
  const before = await crowdOf(page.request);
  for (const each of [page, other]) await expectOdds(each, before);
  await expect.poll(() => proxy.streams()).toBe(1);

  proxy.freezeStreams();
  await someoneForecasts(own.site, '20', '90', '90');
  const after = await crowdOf(page.request);
  await expectOdds(other, after);
  await page.clock.fastForward(30_000);
  await expectOdds(page, before);
  expect(proxy.streams()).toBe(1);
  await page.clock.fastForward(25_000);
  await expectOdds(page, after);
  expect(proxy.streams()).toBe(2);
});

test('a page in a hidden tab leaves its stream alone, and looks at it as soon as it is shown', async ({
  page,
}) => {
  await someoneForecasts(own.site, '70', '80', '50');
  await using proxy = await openFreezingProxy(own.site.url);
  await page.clock.install();
  await page.goto(`${proxy.url}/questions/final-3`);
  await expect.poll(() => proxy.streams()).toBe(1);
  // Every page of a test counts as shown.
  const setHidden = (isHidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await setHidden(true);
  proxy.freezeStreams();
  await someoneForecasts(own.site, '30', '85', '85');
  await page.clock.fastForward('01:00:00');
  expect(proxy.streams()).toBe(1);
  await setHidden(false);
  await expectOdds(page, await crowdOf(page.request));
  expect(proxy.streams()).toBe(2);
});

test('a page reached with the back button follows again', async ({ page }) => {
  await someoneForecasts(own.site, '70', '80', '50');
  await page.goto('/questions/final-3');
  await page.goto('/about');
  await page.goBack();
  await expectOdds(page, await crowdOf(page.request));
  await someoneForecasts(own.site, '51', '99', '50');
  await expectOdds(page, await crowdOf(page.request));
});

test('the page of a closed question and the list show its result live', async ({ page, context }) => {
  await closeQuestion(own.site, 'count-3');
  const pages = [page, await context.newPage()];
  for (const [i, path] of ['/questions/count-3', '/questions'].entries()) {
    const following = pages[i]!.waitForRequest((request) => request.url().includes('/live?'));
    await pages[i]!.goto(path);
    await expect(pages[i]!.getByText(/마감/).first()).toBeVisible();
    await following;
  }
  await publishResult(own.site, 'count-3', ['two']);
  for (const each of pages) {
    const notice = each.getByRole('status').filter({ hasText: '결과가 나왔어요.' });
    await expect(notice.getByRole('link', { name: /결과 보기$/ })).toBeVisible();
  }
});
