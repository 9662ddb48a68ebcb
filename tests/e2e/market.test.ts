// The market: a quote before each trade, with and without scripts; what is refused is said, and open pages follow.
import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { expectNoProblems } from './setup/audit.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForm } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

useOwnSite();

const MARKET = '/questions/final-3/market';

/** Buys without a page, at any price. */
function buyBy(request: APIRequestContext, origin: string, event: string, spend: string) {
  return postForm(request, origin, `${MARKET}?/buy`, { event, spend, price: '1', requestId: randomUUID() });
}

async function askPrice(page: Page, share: string, spend: string): Promise<void> {
  await page
    .getByRole('group', { name: share.split(' ')[0]! })
    .getByRole('radio', { name: share.split(' ')[1]! })
    .check();
  await page.getByLabel('쓸 점수').fill(spend);
  await page.getByRole('button', { name: '얼마인지 보기' }).click();
}

for (const scripts of [true, false]) {
  test(`a share is bought and sold ${scripts ? 'with' : 'without'} scripts`, async ({
    page: scripted,
    withoutScripts,
    reader: _,
  }) => {
    const page = scripts ? scripted : await withoutScripts();
    await page.goto(MARKET);
    await askPrice(page, '업스테이지 남는다', '120.5');
    const quote = section(page, '이렇게 거래돼요');
    await expect(quote).toContainText('120.50점으로 ‘업스테이지 남는다’ 몫');
    await quote.getByRole('button', { name: '120.50점으로 사기' }).click();
    await expect(page.getByText(/^샀어요: ‘업스테이지 남는다’ 몫/)).toBeVisible();
    const mine = section(page, '내 점수');
    await expect(mine).toContainText('879.50');
    await mine.getByRole('link', { name: /^팔기/ }).click();
    await expect(quote).toContainText(/‘업스테이지 남는다’ 몫 [\d.]+개를 팔고/);
    if (scripts) await expectNoProblems(page);
    await quote.getByRole('button', { name: /^팔고 .*점 받기$/ }).click();
    await expect(page.getByText(/^팔았어요: ‘업스테이지 남는다’ 몫/)).toBeVisible();
    await expect(mine).toContainText(/999\.99|1,000/);
  });
}

test('what cannot be traded is said beside the field, and nothing typed is lost', async ({
  page,
  member,
  reader: _,
  origin,
}) => {
  await page.goto(MARKET);
  await askPrice(page, 'SKT 떨어진다', '12.345');
  await expect(page.getByText('소수 둘째 자리까지')).toBeVisible();
  await expect(page.getByLabel('쓸 점수')).toHaveValue('12.345');
  await expect(
    page.getByRole('group', { name: 'SKT' }).getByRole('radio', { name: '떨어진다' }),
  ).toBeChecked();
  await askPrice(page, 'SKT 떨어진다', '5000');
  await expect(page.getByText('이 시장에 남은 점수는 1,000점이에요.')).toBeVisible();

  await askPrice(page, 'SKT 떨어진다', '100');
  const buy = page.getByRole('button', { name: '100점으로 사기' });
  await expect(buy).toBeVisible();
  expect((await buyBy(member, origin, 'drops:skt', '300')).status()).toBe(303);
  await buy.click();
  await expect(page.getByText('그 사이에 가격이 바뀌었어요.')).toBeVisible();
  await expect(page.getByLabel('쓸 점수')).toHaveValue('100');
  // The quote is the new one.
  await buy.click();
  await expect(page.getByText(/^샀어요/)).toBeVisible();
});

test('what cannot be sold is said beside the field, and nothing typed is lost', async ({
  page,
  reader: _,
}) => {
  await page.goto(`${MARKET}?event=survives:skt&shares=5`);
  const shares = page.getByLabel('팔 몫');
  await expect(shares).toHaveValue('5');
  await expect(shares).toHaveAccessibleDescription('가진 몫은 0개예요.');
  await shares.fill('1,5');
  await section(page, '이렇게 거래돼요').getByRole('button', { name: '얼마인지 보기' }).click();
  await expect(shares).toHaveAccessibleDescription(/소수 여섯째 자리까지/);
  await expect(shares).toHaveValue('1,5');
});

test('a visitor sees quotes, and comes back to them after signing in', async ({ page }) => {
  await page.goto(MARKET);
  await askPrice(page, 'LG 남는다', '20');
  await page.getByRole('button', { name: '20점으로 사기' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const next = new URL(page.url()).searchParams.get('next')!;
  expect(next).toBe(`${MARKET}?event=survives%3Alg&spend=20`);
  await page.goto(next);
  await expect(section(page, '이렇게 거래돼요')).toContainText('‘LG 남는다’');
});

test('an open page follows the prices', async ({ page, member, origin }) => {
  await page.goto(MARKET);
  const price = section(page, '세 가지로 본 남을 확률').getByRole('row', { name: /^SK텔레콤/ });
  const before = await price.innerText();
  await expect(async () => {
    expect((await buyBy(member, origin, 'survives:skt', '50')).status()).toBe(303);
    expect(await price.innerText()).not.toBe(before);
  }).toPass();
});

/** Runs in the page: the first prices that an event stream sends. */
function firstPrices(): Promise<string> {
  return new Promise((resolve) => {
    const stream = new EventSource('/live?question=final-3');
    stream.addEventListener('market', ({ data }: MessageEvent<string>) => {
      stream.close();
      resolve(data);
    });
  });
}

test('each stream begins with the prices of now', async ({ page, member, origin }) => {
  expect((await buyBy(member, origin, 'survives:lg', '10')).status()).toBe(303);
  await page.goto('/about');
  // The first may also get what is sent after the trade, the second has missed that.
  const first = await page.evaluate(firstPrices);
  expect(await page.evaluate(firstPrices)).toBe(first);
  const market = (await (await page.request.get('/api/v1/questions/final-3/market')).json()) as object;
  expect(JSON.parse(first)).toEqual({ question: 'final-3', ...market });
});

test('a page that was paused shows the newest prices when it goes on', async ({
  page,
  other,
  member,
  origin,
}) => {
  const priceOn = (each: Page) =>
    section(each, '세 가지로 본 남을 확률').getByRole('row', { name: /^업스테이지/ });
  for (const each of [page, other]) await each.goto(MARKET);
  const before = await priceOn(page).innerText();
  const pause = page.getByRole('button', { name: '일시정지' });
  await pause.click();
  await expect(async () => {
    expect((await buyBy(member, origin, 'drops:upstage', '50')).status()).toBe(303);
    expect(await priceOn(other).innerText()).not.toBe(before);
  }).toPass();
  expect(await priceOn(page).innerText()).toBe(before);
  await pause.click();
  await expect(async () => {
    const shown = await priceOn(page).innerText();
    expect(shown).not.toBe(before);
    expect(shown).toBe(await priceOn(other).innerText());
  }).toPass();
});

test('the API gives prices that sum to the seats, quotes, and the log', async ({
  member,
  request,
  origin,
}) => {
  const { headers } = await buyBy(member, origin, 'set:upstage,skt', '10').then((answer) => ({
    headers: answer.headers(),
  }));
  expect(headers['location']).toContain('traded=');
  const market = (await (await request.get('/api/v1/questions/final-3/market')).json()) as {
    price: Record<string, number>;
    sets: { price: number }[];
  };
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expect(sum(Object.values(market.price))).toBeCloseTo(2, 5);
  expect(sum(market.sets.map(({ price }) => price))).toBeCloseTo(1, 5);
  const quote = await request.get('/api/v1/questions/final-3/market/quote?event=drops:lg&spend=25.5');
  expect(await quote.json()).toMatchObject({ event: 'drops:lg', spend: 25.5 });
  for (const query of [
    'event=drops:x&spend=1',
    'event=drops:lg&spend=1e3',
    'event=drops:lg&spend=0',
    'spend=1',
  ])
    expect((await request.get(`/api/v1/questions/final-3/market/quote?${query}`)).status(), query).toBe(400);
  const log = (await (await request.get('/api/v1/questions/final-3/market/trades')).json()) as {
    trades: object[];
  };
  expect(log.trades[0]).toMatchObject({ event: 'set:skt,upstage', spend: 10 });
  expect((await request.get('/api/v1/questions/final-3/market/trades?before=x')).status()).toBe(400);
  expect((await request.get('/api/v1/questions/scenario/market')).status()).toBe(404);
  expect((await request.get('/questions/nothing/market')).status()).toBe(404);
});

test('older trades are pages of the log, without scripts too', async ({ member, origin, withoutScripts }) => {
  for (let i = 1; i <= 12; i++) await buyBy(member, origin, 'drops:lg', `1.${10 + i}`);
  const page = await withoutScripts();
  await page.goto(MARKET);
  const latest = section(page, '최근 거래').getByRole('listitem');
  await expect(latest).toHaveCount(10);
  await expect(latest.first()).toContainText('1.22점');
  await page.getByRole('link', { name: '이전 거래 보기' }).click();
  const older = section(page, '이전 거래').getByRole('listitem');
  await expect(older.first()).toContainText('1.12점');
  await page.getByRole('link', { name: '최근 거래로 돌아가기' }).click();
  await expect(latest.first()).toContainText('1.22점');
});
