// The three steps, for somebody who has never placed a forecast.
import { forecastForm } from './setup/forecasting.ts';
import { postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const PATHS = ['/', '/questions/final-3'];

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled, viewport: { width: 360, height: 640 } });

    test('a visitor sees the steps in one line above the form, until they are closed', async ({ page }) => {
      const steps = page.getByRole('list', { name: '예측하는 순서' });
      for (const path of PATHS) {
        await page.goto(path);
        await expect(steps.getByRole('listitem')).toHaveText([/고르기/, /확신 정하기/, /저장/]);
        const [line, form] = await Promise.all([steps.boundingBox(), forecastForm(page).boundingBox()]);
        expect(line!.height).toBeLessThan(30);
        expect(line!.y + line!.height).toBeLessThanOrEqual(form!.y);
      }
      await page.getByRole('button', { name: '순서 안내 닫기' }).click();
      await expect(steps).toHaveCount(0);
      await expect.poll(async () => (await page.context().cookies()).length).toBe(1);
      for (const path of PATHS) {
        await page.goto(path);
        await expect(forecastForm(page)).toBeVisible();
        await expect(steps).toHaveCount(0);
      }
    });
  });
}

test('a member sees them until the first forecast', async ({ page, reader: _, origin }) => {
  const steps = page.getByRole('list', { name: '예측하는 순서' });
  await page.goto('/');
  await expect(steps).toBeVisible();
  await postForecast(page.request, origin, 'scenario', { ecosystem: '60', partnership: '30', setback: '10' });
  await page.goto('/');
  await expect(forecastForm(page)).toBeVisible();
  await expect(steps).toHaveCount(0);
});
