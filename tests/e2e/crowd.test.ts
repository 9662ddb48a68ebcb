// The crowd from nobody to five people and back, and who is never part of it.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { crowdOf } from './setup/crowd.ts';
import { forecastForm } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForecast, postForm, requestsOf, signIn } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const NUMBERS = [
  { skt: '80', upstage: '80', lg: '40' },
  { skt: '90', upstage: '60', lg: '50' },
  { skt: '70', upstage: '90', lg: '40' },
  { skt: '95', upstage: '65', lg: '40' },
  { skt: '60', upstage: '75', lg: '65' },
];
const DRAWN = '다섯 명이 모일 때까지는 똑같이 나눈 확률 쪽으로 당겨 둔 값이에요.';

/** An empty crowd has no numbers of its own, and one next step. */
async function expectNobody(page: Page): Promise<void> {
  await page.goto('/');
  const picks = forecastForm(page);
  await expect(picks.getByText('아직 예측이 없어요. 첫 예측을 남겨 보세요.')).toBeVisible();
  for (const name of ['SK텔레콤', '업스테이지', 'LG AI연구원']) {
    await expect(
      picks.getByRole('checkbox', { name: new RegExp(`^${name}.*모두의 예측 없음`) }),
    ).toBeVisible();
  }
  await expect(picks.getByText('–', { exact: true })).toHaveCount(3);
  await expect(page.getByText('아직 예측 없음').first()).toBeVisible();
  await expect(section(page, '함께 남을 두 곳')).toContainText(
    '예측이 모이면 어떤 조합이 남을지 여기에서 보여 드려요.',
  );
  const beside = section(page, '저자와 모두');
  await expect(beside.getByRole('row', { name: /SK텔레콤/ })).toContainText(/75%\s*–/);
  await expect(beside.getByRole('row', { name: /LG AI연구원/ })).toContainText(/50%\s*–/);
  await section(page, '지금까지의 경쟁').scrollIntoViewIfNeeded();
  const caption = section(page, '지금까지의 경쟁').locator('figcaption');
  await expect(caption.filter({ hasText: '아직 예측이 없어서 열린 끝을 점선으로 그렸어요.' })).toBeVisible();
  await expect(page.getByText(DRAWN)).toBeHidden();
}

test('grows from nobody to five with its count, and becomes empty again', async ({
  page,
  withoutScripts,
}) => {
  const { url } = own.site;
  const people = await Promise.all(NUMBERS.map(() => requestsOf(own.site)));

  await test.step('nobody', async () => {
    expect(await crowdOf(page.request)).toMatchObject({ permille: null, forecasters: 0 });
    await expectNobody(page);
    await page.goto('/questions/final-3');
    await expect(section(page, '확률의 흐름')).toContainText('확률이 바뀌면 여기에 흐름을 그려요.');
    await expectNobody(await withoutScripts());
  });

  for (const [i, person] of people.entries()) {
    await test.step(`${i + 1} of five`, async () => {
      await postForecast(person, url, 'final-3', NUMBERS[i] ?? {});
      const crowd = await crowdOf(person);
      expect(crowd.forecasters).toBe(i + 1);
      if (i > 0 && i < 3) return;
      await page.goto('/');
      await expect(page.getByText(`${i + 1}명이 예측했어요`).first()).toBeVisible();
      await expect(section(page, '함께 남을 두 곳').getByText(DRAWN)).toBeVisible({ visible: i + 1 < 5 });
      await expect(forecastForm(page).getByText('두 자리라서 셋을 더하면 200%예요')).toBeVisible();
      const sets = await section(page, '함께 남을 두 곳').getByRole('table').getByRole('row').allInnerTexts();
      const shares = sets.map((text) => Number(/(\d+)%/.exec(text)?.[1] ?? NaN)).filter(Number.isFinite);
      expect(shares).toHaveLength(3);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      await page.goto('/questions/final-3');
      await expect(section(page, '확률의 흐름').locator('figure')).toBeVisible();
    });
  }

  await test.step('an admin and the author are left out', async () => {
    const before = await crowdOf(page.request);
    await makeAdmin(own.site, await signIn(page.context(), own.site));
    await postForecast(page.request, url, 'final-3', { skt: '1', upstage: '99.9', lg: '99.1' });
    // The site learns of a new admin at the keeper's next poll.
    await expect
      .poll(async () => {
        const { permille, forecasters } = await crowdOf(page.request);
        return { permille, forecasters };
      })
      .toEqual({ permille: before.permille, forecasters: before.forecasters });
    await page.goto('/');
    await expect(page.getByText('저자와 관리자의 예측은 모두의 예측과 순위에 넣지 않아요.')).toBeVisible();
    await expect(
      forecastForm(page)
        .getByRole('listitem')
        .filter({ hasText: /업스테이지.*내 예측 99.9%/ }),
    ).toBeVisible();
    await expect(section(page, '저자와 모두')).toContainText('저자의 예측은 모두의 예측에 넣지 않아요.');
  });

  await test.step('nobody again', async () => {
    for (const person of [...people, page.request]) {
      const response = await postForm(person, url, '/questions/final-3?/withdraw', {
        requestId: randomUUID(),
      });
      expect(response.status()).toBe(303);
    }
    expect(await crowdOf(page.request)).toMatchObject({ permille: null, forecasters: 0 });
    await expectNobody(page);
    await page.goto('/questions/final-3');
    await expect(section(page, '확률의 흐름').locator('figure')).toBeVisible();
  });
  for (const person of people) await person.dispose();
});
