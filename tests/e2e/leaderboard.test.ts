// After a result: the leaderboard, the reader's own row, score lines and profiles.
import type { Page } from '@playwright/test';
import { expectNoProblemsAt, violations } from './setup/audit.ts';
import { openSince } from './setup/close.ts';
import { useOwnSite } from './setup/own-site.ts';
import { newPerson, postForecast, signIn } from './setup/people.ts';
import { giveCrowd, publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const AHEAD = /^저자보다 \d+\.\d점 높아요\.$/;
const BEHIND = /^모두의 예측보다 \d+\.\d점 낮아요\.$/;
const FAR_FROM_A_BOARD = [
  'page=0&board=best',
  'page=9',
  'assume=final-3:nobody',
  'board=all&question=final-3',
];

test('a forecaster sees their row, sentences, score lines and profile, without scripts too', async ({
  page,
  withoutScripts,
  reader,
  other,
}) => {
  test.setTimeout(180_000);
  const { site } = own;
  const rival = newPerson();

  await test.step('before the first result there is one next step', async () => {
    await page.goto('/leaderboard');
    await expect(page.getByText('아직 확정된 결과가 없어요.')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: '열린 질문에 예측하기' }).click();
    await expect(page).toHaveURL(/\/questions\/final-3$/);
  });

  // The forecasts below are then a good part of the time that counts.
  await openSince(site, 'final-3', new Date());
  await giveCrowd(site, 'final-3', [990, 990, 20]);
  await postForecast(page.request, site.url, 'final-3', { skt: '95', upstage: '85', lg: '20' });
  await signIn(other.context(), site, rival);
  await postForecast(other.request, site.url, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  await postForecast(page.request, site.url, 'final-3', { skt: '90', upstage: '90', lg: '20' });
  await publishResult(site, 'final-3', ['skt', 'upstage']);

  for (const each of [page, await withoutScripts()]) {
    await test.step('the board', () => expectBoard(each, reader.handle, rival.handle));
    await test.step('the score lines', () => expectLines(each));
    await test.step('the profile', () => expectProfile(each, reader.handle));
  }

  await test.step('nobody is kept out', () => expectForAll(page, reader.handle));

  await test.step('the API tells the same, and what it cannot tell', async () => {
    const board = await (await page.request.get('/api/v1/leaderboard?question=final-3')).json();
    expect(board.rows).toMatchObject([
      { rank: 1, handle: reader.handle, questions: 1 },
      { rank: 2, handle: rival.handle },
    ]);
    expect(board.rows[0].peer).toBeCloseTo(-board.rows[1].peer, 5);
    expect(board.references.map(({ who }: { who: string }) => who)).toEqual(['crowd', 'author', 'even']);
    for (const query of FAR_FROM_A_BOARD) {
      const refused = await page.request.get(`/api/v1/leaderboard?${query}`);
      expect(refused.status(), query).toBe(400);
      expect(refused.headers()['content-type']).toBe('application/problem+json');
      const { code, errors } = await refused.json();
      expect([code, errors.length > 0]).toEqual(['bad-request', true]);
    }
    expect((await page.request.get('/api/v1/leaderboard?question=count-3')).status()).toBe(404);
  });

  await test.step('after a correction the earlier scores stay readable, and after an annulment, too', async () => {
    await publishResult(site, 'final-3', ['upstage', 'lg']);
    await page.goto('/me');
    await expect(page.getByText('결과가 고쳐져서 점수를 다시 매겼어요.')).toBeVisible();
    await page.locator('summary').filter({ hasText: '첫 번째 확정의 점수' }).click();
    await expect(page.getByText('2명 가운데 1위')).toBeVisible();
    await publishResult(site, 'final-3', null);
    await page.goto('/me');
    await expect(page.getByText('무효가 된 질문이라 점수가 없어요.')).toBeVisible();
    const { scores } = await (await page.request.get('/me/export.json')).json();
    expect(
      scores.map(({ version, rank }: { version: number; rank: number | null }) => [version, rank]),
    ).toEqual([
      [3, null],
      [2, 2],
      [1, 1],
    ]);
    await page.goto('/leaderboard');
    await expect(page.getByText('아직 확정된 결과가 없어요.')).toBeVisible();
  });
});

async function expectBoard(page: Page, mine: string, rival: string): Promise<void> {
  await page.goto('/leaderboard');
  await expect(page.getByText(AHEAD)).toBeVisible();
  await expect(page.getByText(BEHIND)).toBeVisible();
  await expect(page.getByText('나는 2명 가운데 1위예요.')).toBeVisible();
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toContainText('모두의 예측');
  await expect(rows.nth(1)).toContainText('비교용');
  await expect(rows.nth(2)).toContainText(mine);
  await expect(rows.filter({ hasText: '저자' })).toContainText('비교용');
  await expect(rows.filter({ hasText: '모두 같다고 봤다면' })).toContainText('비교용');
  await expect(rows.filter({ hasText: rival }).getByRole('cell').first()).toHaveText('2');

  await page.getByLabel('닉네임으로 찾기').fill(rival.toUpperCase());
  await page.getByRole('button', { name: '찾기' }).click();
  await expect(page.getByText(`‘${rival.toUpperCase()}’ 검색 결과는 1명이에요.`)).toBeVisible();
  await expect(rows.filter({ hasText: rival })).toBeVisible();
  await expect(rows.filter({ hasText: mine })).toBeVisible();
  await page.getByRole('link', { name: '순위표로 돌아가기' }).click();
  await page.getByRole('link', { name: '그 밖의 질문' }).click();
  await expect(page.getByText('아직 확정된 결과가 없어요.')).toBeVisible();
}

/** Every line in words, and all of them together the score above. */
async function expectLines(page: Page): Promise<void> {
  await page.goto('/me');
  const record = page.locator('section').filter({ hasText: '상대 점수 (남들보다)' }).first();
  await record.locator('summary').first().click();
  const lines = record.getByRole('listitem');
  await expect(lines.filter({ hasText: /\d월 \d+일.*까지.*업스테이지 90% → [+−]?\d+\.\d$/ })).toHaveCount(1);
  const texts = await lines.allInnerTexts();
  const tenths = texts.map((text) =>
    Math.round(Number((text.match(/[+−]?\d+\.\d$/) ?? [''])[0].replace('−', '-')) * 10),
  );
  expect(tenths.length).toBeGreaterThanOrEqual(4);
  expect(tenths.slice(0, -1).reduce((sum, line) => sum + line, 0)).toBe(tenths.at(-1));
}

async function expectProfile(page: Page, handle: string): Promise<void> {
  await page.goto('/me');
  await page.getByRole('link', { name: '내 공개 프로필' }).click();
  await expect(page.getByRole('heading', { level: 1, name: handle })).toBeVisible();
  await expect(page.getByText('2명 가운데 1위').first()).toBeVisible();
  await expect(page.getByText('답이 20개 모이면 보여 드려요. 지금은 3개예요.')).toBeVisible();
  await page.goto(`/forecasters/${handle.toUpperCase()}`);
  await expect(page).toHaveURL(`/forecasters/${encodeURIComponent(handle)}`);
  const missing = await page.goto('/forecasters/nobody-at-all');
  expect(missing?.status()).toBe(404);
}

/** At every width, with everything unfolded. */
async function expectForAll(page: Page, handle: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 640 });
  for (const [path, colorScheme] of [
    ['/leaderboard?question=final-3', 'light'],
    ['/me', 'dark'],
    [`/forecasters/${handle}`, 'light'],
    ['/forecasters/author', 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoProblemsAt(page, path);
  }
}
