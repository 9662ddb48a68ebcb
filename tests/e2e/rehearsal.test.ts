// Announcement day rehearsed: an admin goes through the whole flow on a copy of the replay, on a phone without scripts.
import { enterNow, enterOutcomes, publishButton, toConsequences } from './setup/announcing.ts';
import { Hand, PHONE } from './setup/resolving.ts';
import { type Rehearsal, startRehearsal } from './setup/site.ts';
import { expect, test } from './setup/test.ts';

/** More than the ten below which there are no ranks. */
const FORECASTERS = 40;
/** Enough for building the replay. */
const BUILDING_MS = 180_000;

let rehearsal: Rehearsal | undefined;

test.use({
  ...PHONE,
  javaScriptEnabled: false,
  baseURL: async ({}, use) => {
    await use(rehearsal?.url);
  },
});

test.beforeAll(async () => {
  test.setTimeout(BUILDING_MS);
  rehearsal = await startRehearsal(FORECASTERS);
});

test.afterAll(async () => {
  await rehearsal?.stop();
  expect(rehearsal?.errors()).toEqual([]);
});

test('an admin signs in with the printed password, announces round 3, and readers see all that follows', async ({
  page,
}) => {
  test.setTimeout(BUILDING_MS);
  const expectMark = () => expect(page.getByText(/^발표 리허설이에요\./)).toBeVisible();

  await page.goto('/sign-in?next=/admin/announcement');
  await expectMark();
  await page.getByLabel('닉네임').fill('sim-admin');
  await page.getByLabel('비밀번호', { exact: true }).fill(rehearsal!.password);
  await page.getByRole('main').getByRole('button', { name: '로그인' }).click();
  await expect(page.getByRole('heading', { name: '발표 처리' })).toBeVisible();
  await expectMark();

  const hand = new Hand();
  await enterOutcomes(page, hand, { 'LG AI연구원': '탈락', SK텔레콤: '진출', 업스테이지: '진출' });
  await enterNow(page, hand);
  await toConsequences(page, hand);
  await expectMark();
  await publishButton(page).click();
  await expect(page.getByRole('heading', { name: '이 발표 고치기' })).toBeVisible();

  for (const question of ['final-3', 'count-3']) {
    await page.goto(`/results/${question}`);
    await expect(page.getByText('아직 확정된 결과가 없어요.')).toHaveCount(0);
    await expectMark();
  }
  await page.goto('/leaderboard?question=final-3');
  await expect(page.getByRole('row', { name: /^1 sim-/ }).first()).toBeVisible();
});
