// The what-if board as it changes: live updates, pausing, and equality with the official board in the end.
import { closeQuestion } from './setup/close.ts';
import { publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';
import { BOARD, BOARD_API, ranked, useWhatIf } from './setup/what-if.ts';

const own = useWhatIf();
/** A board is kept for a second. */
const CACHED_MS = 1_100;

test('a forecast in one browser updates the rank in another without a reload', async ({
  page,
  reader,
  other,
}) => {
  const { all, rank: before } = await own.forecastContrary(page, reader);
  const after = before + 1;
  const home = await page.context().newPage();
  for (const [tab, path] of [
    [page, BOARD],
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
  const form = other.locator('form').filter({ has: other.getByRole('checkbox') });
  await form.getByRole('checkbox', { name: /^SK텔레콤/ }).check();
  await form.getByRole('checkbox', { name: /^업스테이지/ }).check();
  await form.getByRole('button', { name: '예측 남기기' }).click();
  await expect(page.getByText(`나는 새로 온 ${all + 1}명 가운데 ${after}위예요.`)).toBeVisible();
  own.countReader();
  await expect(page.getByText(new RegExp(`^내 순위는 .*업스테이지\\+SKT면 ${after}위`))).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(`^${after} ${reader.handle}`) })).toBeVisible();
  await expect(home.getByRole('row', { name: new RegExp(`^${after} ${reader.handle}`) })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: `나는 지금 ${after}위예요.` })).toHaveCount(1);
  for (const tab of [page, home]) await expect(tab.locator('body[data-never-left]')).toBeVisible();
});

test('a paused page, and one with the focus on a row, defers updates and says so', async ({
  page,
  reader,
}) => {
  const { all, rank } = await own.forecastContrary(page, reader);
  await page.goto(BOARD);
  const mine = (at: number) => page.getByRole('row', { name: new RegExp(`^${at} ${reader.handle}`) });
  const pause = page.getByRole('button', { name: '일시정지' });
  await pause.click();
  await expect(pause).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('멈췄어요.')).toBeVisible();
  for (let i = 0; i < 2; i++) await own.crowd.grow(own.site, 1);
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
  await own.crowd.grow(own.site, 1);
  await expect(page.getByText('그동안 1번 바뀌었어요.').first()).toBeVisible();
  await expect(mine(rank + 2)).toBeVisible();
  await expect(row).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await row.blur();
  await page.getByLabel('닉네임으로 찾기').focus();
  await expect(mine(rank + 3)).toBeVisible();
});

test('a result reaches open pages, and its board equals the official one, row by row', async ({
  page,
  context,
  request,
}) => {
  await own.crowd.grow(own.site, 12 - own.crowd.size);
  await expect.poll(() => ranked(request)).toBeGreaterThanOrEqual(12);
  const paths = [BOARD, '/', '/questions/final-3'];
  const open = await Promise.all(
    paths.map(async (path) => {
      const tab = await context.newPage();
      await tab.goto(path);
      return tab;
    }),
  );
  await closeQuestion(own.site, 'final-3');
  // From its close on nothing counts any more: the board stays what it is.
  const boardNow = async () => (await request.get(BOARD_API)).json();
  let assumed: unknown;
  await expect(async () => {
    const before = assumed;
    assumed = await boardNow();
    expect(assumed).toEqual(before);
  }).toPass({ intervals: [CACHED_MS] });
  await page.goto(BOARD);
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
  await open[1]!.getByRole('button', { name: '닫기', exact: true }).click();
  await expect(open[1]!.getByText('결과가 나왔어요.')).toHaveCount(0);

  const official = await (await request.get('/api/v1/leaderboard?question=final-3')).json();
  expect(assumed).toMatchObject({ rows: official.rows });
  expect(official.rows[0].peer).toBeGreaterThan(0);
  // What was read a moment ago is read by others for a second.
  const refusal = async () => {
    const refused = await request.get(BOARD_API);
    return [refused.status(), (await refused.json()).code];
  };
  await expect.poll(refusal).toEqual([404, 'question-resolved']);
  await page.goto(BOARD);
  await expect(page).toHaveURL('/leaderboard?question=final-3');
  expect(await rowsOf()).toEqual(shown);
  await page.goto('/leaderboard');
  await expect(page.getByRole('link', { name: '지금 순위' })).toHaveAttribute('aria-current', 'true');
});
