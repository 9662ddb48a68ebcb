// What a visitor chose is still there after a look at /join or /sign-in, by the browser's own way back.
import type { Page } from '@playwright/test';
import { joinOnPage } from './setup/account-forms.ts';
import { forecastForm, numberField, openNumbers, pick, typeNumbers } from './setup/forecasting.ts';
import { newPerson } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const save = (page: Page) => forecastForm(page).getByRole('button', { name: '예측 남기기' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('picks and confidence come back from /join', async ({ page }) => {
      await page.goto('/');
      const picks = await pick(page, 'SK텔레콤', 'LG AI연구원');
      await picks.getByRole('slider').fill('90');
      await save(page).click();
      await expect(page).toHaveURL('/join?next=%2F');
      await page.goBack();
      for (const name of [/^SK텔레콤/, /^LG AI연구원/])
        await expect(forecastForm(page).getByRole('checkbox', { name })).toBeChecked();
      await expect(forecastForm(page).getByRole('slider')).toHaveValue('90');
      await save(page).click();
      await expect(page.getByRole('main')).toContainText('SK텔레콤 90%');
    });

    test('typed numbers come back from /join and from /sign-in', async ({ page }) => {
      await page.goto('/questions/final-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '70', 업스테이지: '90', 'LG AI연구원': '40' });
      await save(page).click();
      await expect(page).toHaveURL('/join?next=%2Fquestions%2Ffinal-3');
      await page.getByRole('main').getByRole('link', { name: '로그인' }).click();
      await expect(page.getByRole('heading', { level: 1, name: '로그인' })).toBeVisible();
      await page.goBack();
      await expect(page.getByRole('heading', { level: 1, name: '가입하기' })).toBeVisible();
      await page.goBack();
      for (const [name, number] of Object.entries({ SK텔레콤: '70', 업스테이지: '90', 'LG AI연구원': '40' }))
        await expect(numberField(forecastForm(page), name)).toHaveValue(number);
    });
  });
}

test('a lock comes back with the numbers', async ({ page }) => {
  await page.goto('/questions/final-3');
  const numbers = await openNumbers(page);
  await typeNumbers(numbers, { SK텔레콤: '70', 업스테이지: '90', 'LG AI연구원': '40' });
  await numbers.getByRole('button', { name: '업스테이지 잠그기' }).click();
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1, name: '가입하기' })).toBeVisible();
  await page.goBack();
  await expect(forecastForm(page).getByRole('button', { name: '업스테이지 잠그기' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('what was saved by joining is shown as saved to who goes back', async ({ page }) => {
  await page.goto('/');
  await pick(page, 'SK텔레콤', '업스테이지');
  await save(page).click();
  await expect(page).toHaveURL('/join?next=%2F');
  await joinOnPage(page, newPerson());
  await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(forecastForm(page).getByRole('button', { name: '저장됨' })).toBeVisible();
});
