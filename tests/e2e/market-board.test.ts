// The board of markets: empty with one next step, and after a result with the reader's own row.
import { randomUUID } from 'node:crypto';
import { expectNoProblems } from './setup/audit.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForm } from './setup/people.ts';
import { publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const BOARD = '/leaderboard/market';

test('a trader finds their points among those of all markets, without scripts too', async ({
  page,
  withoutScripts,
  reader,
}) => {
  const { site } = own;

  await test.step('before a market is settled there is one next step', async () => {
    await page.goto('/leaderboard');
    await page
      .getByRole('navigation', { name: '순위표 고르기' })
      .getByRole('link', { name: '모의 시장' })
      .click();
    await expect(page.getByText('아직 정산된 시장이 없어요.')).toBeVisible();
    await expectNoProblems(page);
    await page.getByRole('main').getByRole('link', { name: '모의 시장 보기' }).click();
    await expect(page).toHaveURL(/\/questions\/final-3\/market$/);
  });

  const trade = { event: 'drops:skt', spend: '40', price: '1', requestId: randomUUID() };
  await postForm(page.request, site.url, '/questions/final-3/market?/buy', trade);
  await publishResult(site, 'final-3', ['skt', 'upstage']);

  for (const each of [page, await withoutScripts()]) {
    await each.goto(BOARD);
    await expect(each.getByText('나는 1명 가운데 1위예요. 모의 시장에서 −40점이에요.')).toBeVisible();
    const row = each.getByRole('row').filter({ hasText: reader.handle });
    await expect(row).toContainText('−40점');
    await expect(row).toContainText('나');
  }
  await expectNoProblems(page);

  await test.step('traders are found by handle', async () => {
    const board = await withoutScripts();
    await board.goto(BOARD);
    const find = async (handle: string) => {
      await board.getByLabel('닉네임으로 찾기').fill(handle);
      await board.getByRole('button', { name: '찾기' }).click();
    };
    await find(reader.handle.slice(0, -1).toUpperCase());
    await expect(board.getByRole('row').filter({ hasText: reader.handle })).toContainText('−40점');
    await find('zzz-nobody');
    await board.getByRole('link', { name: '순위표로 돌아가기' }).click();
    await expect(board).toHaveURL(/\/leaderboard\/market$/);
  });

  await page.context().clearCookies();
  await page.goto(BOARD);
  await expect(page.getByRole('row').filter({ hasText: reader.handle })).toContainText('−40점');
  await expect(page.getByText('로그인하면 내 순위가 늘 여기에 보여요.')).toBeVisible();
});
