// One reader in two windows: a forecast that was saved in the other one is shown, and never replaced unseen.
import { forecastForm, numberField, openNumbers, pick, typeNumbers } from './setup/forecasting.ts';
import { placedBy, postForecast } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const CHANGED = /다른 창에서 바꿨어요/;
const ELSEWHERE = { skt: '50', upstage: '90', lg: '60' };

// The fixture signs the reader in.
test.beforeEach(({ reader: _ }) => undefined);

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a save over a forecast of another window shows it, and a second press replaces it', async ({
      page,
      origin,
    }) => {
      await page.goto('/');
      const picks = await pick(page, 'SK텔레콤', '업스테이지');
      await postForecast(page.request, origin, 'final-3', ELSEWHERE);
      await picks.getByRole('button', { name: /예측 남기기/ }).click();
      const notice = page.getByRole('alert').filter({ hasText: CHANGED });
      for (const saved of ['SKT 50%', '업스테이지 90%', 'LG 60%']) await expect(notice).toContainText(saved);
      await expect(forecastForm(page).getByRole('checkbox', { checked: true })).toHaveCount(2);
      expect(await placedBy(page.request)).toHaveLength(1);
      await forecastForm(page)
        .getByRole('button', { name: /예측 (남기기|바꾸기)/ })
        .click();
      await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
      expect((await placedBy(page.request))[0]).toEqual({ skt: 800, upstage: 800, lg: 400 });
    });

    test('the forecast of the other window can be kept', async ({ page, origin }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      await page.goto('/questions/final-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '70', 업스테이지: '90', 'LG AI연구원': '40' });
      await postForecast(page.request, origin, 'final-3', ELSEWHERE);
      await numbers.getByRole('button', { name: '예측 바꾸기' }).click();
      await expect(page.getByRole('alert').filter({ hasText: CHANGED })).toBeVisible();
      await expect(numberField(forecastForm(page), 'SK텔레콤')).toHaveValue('70');
      await page.getByRole('link', { name: '저장된 예측 그대로 두기' }).click();
      await expect(numberField(forecastForm(page), 'SK텔레콤')).toHaveValue('50');
      await expect(page.getByText(CHANGED)).toHaveCount(0);
      expect(await placedBy(page.request)).toHaveLength(2);
    });
  });
}

test('a window that is looked at again shows what another one saved', async ({ page, origin }) => {
  const lookAgain = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.goto('/questions/final-3');
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  await lookAgain();
  await expect(forecastForm(page).getByRole('checkbox', { checked: true })).toHaveCount(2);
  await expect(forecastForm(page).getByRole('button', { name: '저장됨' })).toBeVisible();

  await forecastForm(page).getByRole('slider').fill('90');
  await postForecast(page.request, origin, 'final-3', ELSEWHERE);
  await lookAgain();
  await expect(page.getByRole('alert').filter({ hasText: CHANGED })).toContainText('SKT 50%');
  await expect(forecastForm(page).getByRole('slider')).toHaveValue('90');
  await forecastForm(page).getByRole('button', { name: '예측 바꾸기' }).click();
  await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
  expect((await placedBy(page.request))[0]).toEqual({ skt: 900, upstage: 900, lg: 200 });
});

test('the reader’s own withdrawal on the page is no change of another window', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  await page.goto('/questions/final-3');
  await forecastForm(page).getByRole('slider').fill('90');
  await section(page, '내 기록').getByRole('button', { name: '예측 취소하기' }).click();
  await expect(page.getByText('예측을 취소했어요.')).toBeVisible();
  await forecastForm(page).getByRole('button', { name: '예측 남기기' }).click();
  await expect(page.getByText(/예측을 (남겼|바꿨)어요\./)).toBeVisible();
  await expect(page.getByText(CHANGED)).toHaveCount(0);
});
