// The what-if board: pages, API, live updates, pausing, and equality with the official board in the end.
import type { APIRequestContext, Page } from '@playwright/test';
import { expectNoProblemsAt } from './setup/audit.ts';
import { closeQuestion } from './setup/close.ts';
import { GrowingCrowd } from './setup/growing-crowd.ts';
import { useOwnSite } from './setup/own-site.ts';
import { type Person, postForecast } from './setup/people.ts';
import { publishResult } from './setup/publish.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const BOTH = '/leaderboard?assume=final-3:skt,upstage';
const API = '/api/v1/leaderboard?assume=final-3:skt,upstage';
/** A board is kept for a second. */
const CACHED_MS = 1_100;
/** Under SKT+업스테이지 nobody is worse, under 업스테이지+LG hardly anybody is better. */
const CONTRARY = { skt: '20', upstage: '90', lg: '90' };

const crowd = new GrowingCrowd();
/** How many readers of the tests have forecast, and how many of them the other way round. */
let readers = 0;
let contrary = 0;

async function ranked(request: APIRequestContext): Promise<number> {
  return ((await (await request.get(API)).json()) as { ranked: number }).ranked;
}

async function rankOf(request: APIRequestContext, handle: string): Promise<number | undefined> {
  const { rows } = (await (await request.get(API)).json()) as { rows: { handle: string; rank: number }[] };
  return rows.find((row) => row.handle === handle)?.rank;
}

/**
 * Twelve have forecast, and now the reader, the other way round: from then on only those are behind who did so earlier.
 *
 * @returns how many are ranked, and the reader's rank once it has settled
 */
async function forecastContrary(page: Page, { handle }: Person): Promise<{ all: number; rank: number }> {
  await crowd.grow(own.site, 12 - crowd.size);
  expect((await postForecast(page.request, own.site.url, 'final-3', CONTRARY)).status()).toBe(303);
  readers += 1;
  const all = crowd.size + readers;
  const rank = all - contrary;
  contrary += 1;
  await expect.poll(() => ranked(page.request)).toBe(all);
  await expect.poll(() => rankOf(page.request, handle), { timeout: 30_000 }).toBe(rank);
  return { all, rank };
}

async function myRank(page: Page): Promise<number> {
  const sentence = page.getByText(/나는 \d+명 가운데 \d+위예요/);
  return Number(/가운데 (\d+)위/.exec(await sentence.innerText())?.[1]);
}

const tabs = (page: Page) => page.getByRole('navigation', { name: /^가정할 결과/ }).getByRole('link');

test('under ten forecasters there are no ranks, and a sentence says so', async ({ page, request }) => {
  await page.goto('/leaderboard');
  await expect(page.getByText('아직 확정된 결과가 없어요. 결과를 가정한 순위예요.')).toBeVisible();
  await expect(page.getByText('아직 예측이 없어요. 10명이 예측하면 순위를 보여 드려요.')).toBeVisible();
  await crowd.grow(own.site, 9);
  await expect(page.getByText('지금 9명이 예측했어요.'), 'live').toBeVisible();
  for (const path of ['/leaderboard', '/']) {
    await page.goto(path);
    await expect(page.getByText('지금 9명이 예측했어요. 10명이 되면 순위를 보여 드려요.')).toBeVisible();
  }
  await page.goto('/leaderboard');
  await expect(page.getByRole('table')).toHaveCount(0);
  const board = await (await request.get(API)).json();
  expect(board).toMatchObject({ ranked: 9, rows: [], assume: ['final-3:skt,upstage'], questions: 1 });
  await crowd.grow(own.site, 3);
  await expect(page.getByRole('row', { name: /^1 crowd-/ }), 'live').toBeVisible();
  await expect.poll(() => ranked(request)).toBe(12);
});

test('a tab per result, my rank under each, and all rows reachable, without scripts too', async ({
  page,
  withoutScripts,
  reader,
}) => {
  const { all, rank } = await forecastContrary(page, reader);
  for (const each of [page, await withoutScripts()]) {
    await each.goto('/leaderboard');
    await expect(tabs(each)).toHaveText([
      /^SKT\+업스테이지.*저자의 픽.*모두의 예측 \d+%$/,
      /모두의 예측 \d+%$/,
      /모두의 예측 \d+%$/,
    ]);
    await expect(tabs(each).first()).toHaveAttribute('aria-current', 'page');
    await expect(each.getByRole('heading', { name: 'SKT와 업스테이지가 남으면' })).toBeVisible();
    await expect(each.getByText(`나는 ${all}명 가운데 ${rank}위예요.`)).toBeVisible();
    await expect(each.getByText(/^저자(보다|와) /)).toBeVisible();
    const sentence = each.getByText(/^내 순위는 /);
    await expect(sentence).toContainText(`SKT+업스테이지면 ${rank}위`);
    await expect(sentence).toContainText(/SKT\+LG면 \d+위/);
    await expect(sentence).toContainText(/업스테이지\+LG면 \d+위/);
    await expect(each.getByRole('row', { name: new RegExp(`^${rank} ${reader.handle}`) })).toBeVisible();
    await expect(each.getByRole('row', { name: /저자.*비교용/ })).toBeVisible();

    await tabs(each).filter({ hasText: '업스테이지+LG' }).click();
    await expect(each).toHaveURL('/leaderboard?assume=final-3:upstage,lg');
    await expect(each.getByRole('heading', { name: '업스테이지와 LG가 남으면' })).toBeVisible();
    expect(await myRank(each)).toBeLessThan(all);

    await each.locator('summary').filter({ hasText: '다른 질문의 결과도 가정하기' }).click();
    await each.getByLabel(/몇 곳이 남을까요/).selectOption({ label: '2곳' });
    await each.getByRole('button', { name: '이 가정으로 보기' }).click();
    await expect(each.getByRole('heading', { name: '업스테이지+LG와 2곳이 나오면' })).toBeVisible();
    await each.getByLabel('닉네임으로 찾기').fill('CROWD-03');
    await each.getByRole('button', { name: '찾기' }).click();
    await expect(each.getByText('‘CROWD-03’ 검색 결과 1명')).toBeVisible();
    await each.getByRole('link', { name: '순위표로 돌아가기' }).click();
    await expect(each.getByRole('heading', { name: '업스테이지+LG와 2곳이 나오면' })).toBeVisible();

    await each.getByRole('link', { name: '지금 순위' }).click();
    await expect(each.getByText('첫 결과가 나오면 여기에 순위가 생겨요.')).toBeVisible();
    await each.goto('/');
    const card = section(each, '이렇게 되면');
    await expect(card.getByRole('row')).toHaveCount(5);
    await expect(card.getByRole('row').last()).toContainText(reader.handle);
    expect((await each.goto('/leaderboard?assume=final-3:nobody'))?.status()).toBe(404);
    await expect(each.getByRole('heading', { name: '그런 가정은 없어요' })).toBeVisible();
    await each.getByRole('link', { name: '순위표 보기' }).click();
    await expect(each).toHaveURL('/leaderboard');
  }
});

test('a forecast in one browser updates the rank in another without a reload', async ({
  page,
  reader,
  other,
}) => {
  const { all, rank: before } = await forecastContrary(page, reader);
  const after = before + 1;
  const home = await page.context().newPage();
  for (const [tab, path] of [
    [page, BOTH],
    [home, '/'],
  ] as const) {
    await tab.goto(path);
    const mine = tab.getByRole('row', { name: new RegExp(`^${before} ${reader.handle}`) });
    await expect(mine).toBeVisible();
    // A card that nobody has seen yet follows nothing.
    await mine.scrollIntoViewIfNeeded();
    await tab.evaluate(() => document.body.setAttribute('data-never-left', ''));
  }
  await expect(page.getByRole('button', { name: '일시정지' })).toBeVisible();

  await other.goto('/');
  const form = other.getByRole('main').locator('form').first();
  await form.getByRole('checkbox', { name: /^SK텔레콤/ }).check();
  await form.getByRole('checkbox', { name: /^업스테이지/ }).check();
  await form.getByRole('button', { name: '예측 남기기' }).click();
  await expect(page.getByText(`나는 ${all + 1}명 가운데 ${after}위예요.`)).toBeVisible();
  readers += 1;
  await expect(page.getByText(new RegExp(`^내 순위는 .*SKT\\+업스테이지면 ${after}위`))).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(`^${after} ${reader.handle}`) })).toBeVisible();
  await expect(home.getByRole('row', { name: new RegExp(`^${after} ${reader.handle}`) })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: `나는 지금 ${after}위예요.` })).toHaveCount(1);
  for (const tab of [page, home]) await expect(tab.locator('body[data-never-left]')).toBeVisible();
});

test('a paused page, and one with the focus on a row, defers updates and says so', async ({
  page,
  reader,
}) => {
  const { all, rank } = await forecastContrary(page, reader);
  await page.goto(BOTH);
  const mine = (at: number) => page.getByRole('row', { name: new RegExp(`^${at} ${reader.handle}`) });
  const pause = page.getByRole('button', { name: '일시정지' });
  await pause.click();
  await expect(pause).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('멈췄어요.')).toBeVisible();
  for (let i = 0; i < 2; i++) await crowd.grow(own.site, 1);
  await expect(page.getByText(/^그동안 \d+번 바뀌었어요\.$/).first()).toBeVisible();
  await expect.poll(() => ranked(page.request)).toBe(all + 2);
  await expect(mine(rank)).toBeVisible();
  await expect(async () => {
    await page.getByRole('button', { name: '새 순위 보기' }).click();
    await expect(mine(rank + 2)).toBeVisible({ timeout: 500 });
  }).toPass();
  await pause.click();
  await expect(pause).toHaveAttribute('aria-pressed', 'false');

  const row = page.getByRole('link', { name: reader.handle }).last();
  await row.focus();
  await crowd.grow(own.site, 1);
  await expect(page.getByText('그동안 1번 바뀌었어요.').first()).toBeVisible();
  await expect(mine(rank + 2)).toBeVisible();
  await expect(row).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await row.blur();
  await page.getByLabel('닉네임으로 찾기').focus();
  await expect(mine(rank + 3)).toBeVisible();
});

test('axe finds nothing on the what-if pages', async ({ page, reader: _ }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  for (const [path, colorScheme] of [
    [BOTH, 'light'],
    [`/en${BOTH}&assume=count-3:two`, 'dark'],
    ['/', 'dark'],
    ['/leaderboard?assume=x:y', 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoProblemsAt(page, path);
  }
});

test('the API gives the same board, and a problem document when there is none', async ({
  request,
  page,
  reader,
}) => {
  await crowd.grow(own.site, 12 - crowd.size);
  await expect.poll(() => ranked(request)).toBeGreaterThanOrEqual(12);
  const asked = `${API}&assume=count-3:two`;
  const board = await (await request.get(asked)).json();
  expect(board).toMatchObject({
    board: null,
    question: null,
    assume: ['count-3:two', 'final-3:skt,upstage'],
  });
  expect(board).toMatchObject({ questions: 2, page: 1, pages: 1, publishedAt: null });
  expect(board.rows[0]).toMatchObject({ rank: 1, handle: expect.stringMatching(/\S/), questions: 1 });
  for (const query of [
    'assume=final-3:nobody',
    'assume=scenario:ecosystem',
    'assume=',
    'assume=final-3:skt,lg&assume=final-3:skt,upstage',
    'assume=final-3:skt,lg&board=all',
    'assume=final-3:skt,lg&question=final-3',
    'assume=final-3:skt,lg&page=2',
  ]) {
    const refused = await request.get(`/api/v1/leaderboard?${query}`);
    expect(refused.status(), query).toBe(400);
    expect((await refused.json()).errors.length, query).toBeGreaterThan(0);
  }
  const ownRow = '/me/board.json?assume=final-3:skt,upstage&under=final-3:skt,lg';
  expect((await request.get(ownRow)).status()).toBe(401);
  const mine = await page.request.get(ownRow);
  expect(mine.headers()['cache-control']).toContain('no-store');
  expect(await mine.json(), reader.handle).toEqual({ mine: null, ranks: [null] });
});

test('a result reaches open pages, and its board equals the official one, row by row', async ({
  page,
  context,
  request,
}) => {
  await crowd.grow(own.site, 12 - crowd.size);
  await expect.poll(() => ranked(request)).toBeGreaterThanOrEqual(12);
  const paths = [BOTH, '/', '/questions/final-3'];
  const open = await Promise.all(
    paths.map(async (path) => {
      const tab = await context.newPage();
      await tab.goto(path);
      return tab;
    }),
  );
  await closeQuestion(own.site, 'final-3');
  // From its close on nothing counts any more: the board stays what it is.
  const boardNow = async () => (await request.get(API)).json();
  let assumed: unknown;
  await expect(async () => {
    const before = assumed;
    assumed = await boardNow();
    expect(assumed).toEqual(before);
  }).toPass({ intervals: [CACHED_MS] });
  await page.goto(BOTH);
  const rowsOf = () => page.getByRole('table').getByRole('row').filter({ hasText: 'crowd-' }).allInnerTexts();
  const shown = await rowsOf();
  expect(shown.length).toBeGreaterThanOrEqual(12);

  await publishResult(own.site, 'final-3', ['skt', 'upstage']);
  for (const tab of open) {
    const notice = tab.getByRole('status').filter({ hasText: '결과가 나왔어요.' });
    await expect(notice.getByRole('link', { name: /결과 보기$/ })).toBeVisible();
  }
  await expect(open[0]!.getByRole('row', { name: /^1 / }), 'the board stays').toBeVisible();
  await open[0]!.getByRole('link', { name: /결과 보기$/ }).click();
  await expect(open[0]!).toHaveURL('/results/final-3');
  await open[1]!.getByRole('button', { name: '닫기' }).click();
  await expect(open[1]!.getByText('결과가 나왔어요.')).toHaveCount(0);

  const official = await (await request.get('/api/v1/leaderboard?question=final-3')).json();
  expect(assumed).toMatchObject({ rows: official.rows });
  expect(official.rows[0].peer).toBeGreaterThan(0);
  // What was read a moment ago is read by others for a second.
  const refusal = async () => {
    const refused = await request.get(API);
    return [refused.status(), (await refused.json()).code];
  };
  await expect.poll(refusal).toEqual([404, 'question-resolved']);
  await page.goto(BOTH);
  await expect(page).toHaveURL('/leaderboard?question=final-3');
  expect(await rowsOf()).toEqual(shown);
  await page.goto('/leaderboard');
  await expect(page.getByRole('link', { name: '지금 순위' })).toHaveAttribute('aria-current', 'true');
});
