// Automatic accessibility checks of forms while they are used; pages.test.ts has every page as it is opened.
import { expectNoProblems, misfits, violations } from './setup/audit.ts';
import { openNumbers, forecastForm, pressable, sentence, typeNumbers } from './setup/forecasting.ts';
import { postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, nothing is wrong`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 640 } });

    test('while a reader forecasts, has a wrong number, and after saving', async ({ page, reader: _ }) => {
      const look = async () => expect([...(await violations(page)), ...(await misfits(page))]).toEqual([]);
      await page.goto('/questions/final-3');
      const picks = forecastForm(page);
      await picks.getByRole('checkbox', { name: /^SK텔레콤/ }).check();
      await look();
      await picks.getByRole('checkbox', { name: /^LG AI연구원/ }).check();
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '80', 업스테이지: '180' });
      await page.keyboard.press('Tab');
      await expect(sentence(numbers, '0.1%부터 99.9%까지')).toBeVisible();
      await look();
      await typeNumbers(numbers, { 업스테이지: '80', 'LG AI연구원': '40' });
      await pressable(numbers, '예측 남기기').click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      await look();
    });

    test('when joining and signing in have validation errors and a draft', async ({ page, origin }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      for (const path of ['/join', '/sign-in']) {
        await page.goto(path);
        await page.getByRole('main').locator('form.card').getByRole('button').last().click();
        await expect(page.getByText('다시 확인해 주세요')).toBeVisible();
        await expectNoProblems(page);
      }
    });
  });
}

test.describe('on touch screens', () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  test('a form with picks and account forms are large enough for a finger, and do not scroll sideways', async ({
    page,
  }) => {
    for (const path of ['/', '/join', '/sign-in']) {
      await page.goto(path);
      if (path === '/') {
        for (const name of [/^SK텔레콤/, /^업스테이지/])
          await forecastForm(page).getByRole('checkbox', { name }).check();
      }
      expect(await misfits(page), path).toEqual([]);
    }
  });
});
