// The what-if board: its pages and the API.
import type { Page } from '@playwright/test';
import { expectNoProblemsAt } from './setup/audit.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';
import { BOARD, BOARD_API, ranked, useWhatIf } from './setup/what-if.ts';

const own = useWhatIf();
const DAY_MS = 24 * 60 * 60 * 1_000;

async function myRank(page: Page): Promise<number> {
  const sentence = page.getByText(/^나는 \d+명 가운데 \d+위예요/);
  return Number(/가운데 (\d+)위/.exec(await sentence.innerText())?.[1]);
}

const tabs = (page: Page) => page.getByRole('navigation', { name: /^가정할 결과/ }).getByRole('link');

test('under ten forecasters there are no ranks, and a sentence says so', async ({ page, request }) => {
  await page.goto('/leaderboard');
  await expect(page.getByText('아직 확정된 결과가 없어요. 결과를 가정한 순위예요.')).toBeVisible();
  await expect(page.getByText('아직 예측이 없어요. 10명이 예측하면 순위를 보여 드려요.')).toBeVisible();
  await own.crowd.grow(own.site, 9);
  await expect(page.getByText('지금 9명이 예측했어요.'), 'live').toBeVisible();
  for (const path of ['/leaderboard', '/']) {
    await page.goto(path);
    await expect(page.getByText('지금 9명이 예측했어요. 10명이 되면 순위를 보여 드려요.')).toBeVisible();
  }
  await page.goto('/leaderboard');
  await expect(page.getByRole('table')).toHaveCount(0);
  const board = await (await request.get(BOARD_API)).json();
  expect(board).toMatchObject({ ranked: 9, rows: [], assume: ['final-3:skt,upstage'], questions: 1 });
  await own.crowd.grow(own.site, 3);
  await expect(page.getByRole('row', { name: /^1 crowd-/ }), 'live').toBeVisible();
  await expect.poll(() => ranked(request)).toBe(12);
});

const people = (page: Page) => page.getByRole('navigation', { name: '순위에 보일 사람' }).getByRole('link');

test('a newcomer sees newcomers first, and a tab per result with a rank under each, without scripts too', async ({
  page,
  withoutScripts,
  reader,
}) => {
  const { all, rank } = await own.forecastContrary(page, reader);
  for (const each of [page, await withoutScripts()]) {
    await each.goto('/leaderboard');
    await expect(tabs(each)).toHaveText([
      /^업스테이지\+SKT.*저자의 픽.*모두의 예측 \d+%$/,
      /모두의 예측 \d+%$/,
      /모두의 예측 \d+%$/,
    ]);
    await expect(tabs(each).first()).toHaveAttribute('aria-current', 'page');
    await expect(each.getByRole('heading', { name: '업스테이지와 SKT가 남으면' })).toBeVisible();
    await expect(each.getByText(/^이 예측을 끝까지 두면: 맞으면 \+\d+점 · 틀리면 −\d+점/)).toBeVisible();
    await expect(people(each).filter({ hasText: '새로 온 사람' })).toHaveAttribute('aria-current', 'true');
    await expect(each.getByRole('row').filter({ hasText: reader.handle }).first()).toContainText('1일째');
    await expect(each.getByRole('row', { name: /^1 crowd-/ })).toContainText('1일째');
    await expect(each.getByText(`나는 새로 온 ${all}명 가운데 ${rank}위예요.`)).toBeVisible();
    await people(each).filter({ hasText: '모두' }).click();
    await expect(each).toHaveURL('/leaderboard?assume=final-3:skt,upstage&people=all');
    await expect(people(each).filter({ hasText: '모두' })).toHaveAttribute('aria-current', 'true');
    await expect(each.getByText(`나는 ${all}명 가운데 ${rank}위예요.`)).toBeVisible();
    await expect(each.getByText(/^저자(보다|와 점수)/)).toBeVisible();
    const sentence = each.getByText(/^내 순위는 /);
    await expect(sentence).toContainText(`업스테이지+SKT면 ${rank}위`);
    await expect(sentence).toContainText(/SKT\+LG면 \d+위/);
    await expect(sentence).toContainText(/업스테이지\+LG면 \d+위/);
    await expect(each.getByRole('row', { name: new RegExp(`^${rank} ${reader.handle}`) })).toBeVisible();
    await expect(each.getByRole('row', { name: /저자.*비교용/ })).toBeVisible();

    await tabs(each).filter({ hasText: '업스테이지+LG' }).click();
    await expect(each).toHaveURL('/leaderboard?assume=final-3:upstage,lg&people=all');
    await expect(each.getByRole('heading', { name: '업스테이지와 LG가 남으면' })).toBeVisible();
    expect(await myRank(each)).toBeLessThan(all);

    await each.locator('summary').filter({ hasText: '다른 질문의 결과도 가정하기' }).click();
    await each.getByLabel(/몇 곳이 남을까요/).selectOption({ label: '2곳' });
    await each.getByRole('button', { name: '이 가정으로 보기' }).click();
    await expect(each.getByRole('heading', { name: '업스테이지+LG와 2곳이 나오면' })).toBeVisible();
    await each.getByLabel('닉네임으로 찾기').fill('CROWD-03');
    await each.getByRole('button', { name: '찾기' }).click();
    await expect(each.getByText('‘CROWD-03’ 검색 결과는 1명이에요.')).toBeVisible();
    await each.getByRole('link', { name: '순위표로 돌아가기' }).click();
    await expect(each.getByRole('heading', { name: '업스테이지+LG와 2곳이 나오면' })).toBeVisible();

    await each.getByRole('link', { name: '지금 순위' }).click();
    await expect(each.getByText('첫 결과가 나오면 여기에 순위가 생겨요.')).toBeVisible();
    await each.goto('/');
    const card = section(each, '이렇게 되면');
    await expect(card.getByText(/^이 예측을 끝까지 두면: 맞으면 \+\d+점/)).toBeVisible();
    await expect(card.getByRole('row', { name: /^[123] / })).toHaveCount(3);
    await expect(card.getByRole('row', { name: new RegExp(`^${rank} ${reader.handle} 나 `) })).toBeVisible();
    await expect(card.getByRole('row', { name: /^(저자|모두 같다고 봤다면) .*비교용 .*점/ })).toHaveCount(2);
    expect((await each.goto('/leaderboard?assume=final-3:nobody'))?.status()).toBe(404);
    await expect(each.getByRole('heading', { name: '그런 가정은 없어요' })).toBeVisible();
    await each.getByRole('link', { name: '순위표 보기' }).click();
    await expect(each).toHaveURL('/leaderboard');
  }
});

test('axe finds nothing on the what-if pages', async ({ page, reader: _ }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  for (const [path, colorScheme] of [
    [BOARD, 'light'],
    [`/en${BOARD}&assume=count-3:two`, 'dark'],
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
  await own.crowd.grow(own.site, 12 - own.crowd.size);
  await expect.poll(() => ranked(request)).toBeGreaterThanOrEqual(12);
  const asked = `${BOARD_API}&assume=count-3:two`;
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
  expect(await mine.json(), reader.handle).toEqual({ mine: null, near: [], ranks: [null] });
});

test('twenty rows, my neighbourhood and the rest behind one link, without scripts too', async ({
  page,
  withoutScripts,
  reader,
}) => {
  await own.crowd.grow(own.site, 30 - own.crowd.size);
  const { rank } = await own.forecastContrary(page, reader);
  const row = (each: Page, at: number) => each.getByRole('row', { name: new RegExp(`^${at} `) });
  for (const each of [page, await withoutScripts()]) {
    await each.goto(`${BOARD}&people=all`);
    const gap = each.getByRole('row', { name: '가운데 순위는 줄였어요' });
    await expect(row(each, 20)).toBeVisible();
    await expect(gap.first()).toBeVisible();
    for (const at of [rank - 2, rank - 1, rank]) await expect(row(each, at)).toBeVisible();
    await expect(row(each, 21)).toHaveCount(0);
    await expect(each.getByRole('row', { name: /^(저자|모두 같다고 봤다면) .*비교용 .*점/ })).toHaveCount(2);
    const more = each.getByRole('link', { name: '더 보기' });
    await more.click();
    await expect(each).toHaveURL(`${BOARD}&people=all&page=1#place-21`);
    await expect(row(each, 21)).toBeInViewport();
    await expect(row(each, rank)).toContainText(reader.handle);
    await expect(more).toHaveCount(0);
  }
});

test('after the first week everybody is shown first', async ({ page, reader }) => {
  await own.forecastContrary(page, reader);
  await page.goto(BOARD);
  await expect(page.getByText(/^나는 새로 온 \d+명 가운데/)).toBeVisible();
  await expect(page.getByText(/^이 예측을 끝까지 두면/)).toBeVisible();
  await own.setJoined(reader, new Date(Date.now() - 8 * DAY_MS));
  await page.goto(BOARD);
  await expect(page.getByText(/^나는 \d+명 가운데/)).toBeVisible();
  await expect(people(page).filter({ hasText: '모두' })).toHaveAttribute('aria-current', 'true');
  await expect(page.getByText(/^이 예측을 끝까지 두면/)).toHaveCount(0);
  await people(page).filter({ hasText: '새로 온 사람' }).click();
  await expect(page.getByText(/^나는 새로 온 \d+명 가운데/)).toBeVisible();
});

test('who joined more than thirty days ago is among everybody alone', async ({
  page,
  withoutScripts,
  request,
}) => {
  await own.crowd.grow(own.site, 12 - own.crowd.size);
  const { size } = own.crowd;
  await own.crowd.grow(own.site, 1, { joinedAt: new Date(Date.now() - 31 * DAY_MS) });
  const old = `crowd-${size + 1}`;
  await own.crowd.grow(own.site, 1);
  const recent = `crowd-${size + 2}`;
  const handlesOf = async () => {
    const { rows } = await (await request.get(BOARD_API)).json();
    return rows.map(({ handle }: { handle: string }) => handle);
  };
  await expect.poll(handlesOf).toEqual(expect.arrayContaining([old, recent]));
  for (const each of [page, await withoutScripts()]) {
    await each.goto(`${BOARD}&people=new&page=1`);
    await expect(each.getByText(/^최근 30일 안에 가입한 사람끼리/)).toBeVisible();
    await expect(each.getByRole('link', { name: recent })).toBeVisible();
    await expect(each.getByRole('link', { name: old })).toHaveCount(0);
    await people(each).filter({ hasText: '모두' }).click();
    await expect(each).toHaveURL(`${BOARD}&people=all`);
    await each.goto(`${BOARD}&people=all&page=1`);
    await expect(each.getByRole('link', { name: old })).toBeVisible();
  }
});
