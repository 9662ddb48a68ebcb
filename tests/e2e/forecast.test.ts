// A signed-in reader forecasts in both ways, changes and withdraws forecasts, and finds them in the log.
import type { Locator, Page } from '@playwright/test';
import {
  numberField,
  openNumbers,
  pick,
  forecastForm,
  pressable,
  sentence,
  shownNumbers,
  typeNumbers,
} from './setup/forecasting.ts';
import { exportedForecasts, placedBy, postForecast } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const COMPANIES = ['SK텔레콤', '업스테이지', 'LG AI연구원'];
const log = (page: Page): Locator => section(page, '내 기록');

// The fixture signs the reader in.
test.beforeEach(({ reader: _ }) => undefined);

// With scripts the others make room: see editor.test.ts.
test.describe('numbers that nobody adds up', () => {
  test.use({ javaScriptEnabled: false });

  test('a wrong sum keeps the typed numbers, with the actual and the required sum and a balance button', async ({
    page,
  }) => {
    await page.goto('/');
    const numbers = await openNumbers(page);
    await typeNumbers(numbers, { SK텔레콤: '80', 업스테이지: '70.5', 'LG AI연구원': '30' });
    await pressable(numbers, '예측 남기기').click();

    await expect(sentence(numbers, '지금 합은 180.5%예요. 200%가 되어야 해요.')).toBeVisible();
    expect(await shownNumbers(numbers, COMPANIES)).toEqual(['80', '70.5', '30']);
    const first = numberField(numbers, 'SK텔레콤');
    await expect(first).toHaveAttribute('aria-invalid', 'true');
    await expect(first).toHaveAccessibleDescription(/지금 합은 180.5%예요/);
    expect(await placedBy(page.request)).toEqual([]);

    await pressable(numbers, '합 맞추기').click();
    await expect(sentence(numbers, '합이 200%가 되도록 맞췄어요.')).toBeVisible();
    const balanced = await shownNumbers(numbers, COMPANIES);
    expect(balanced.reduce((sum, text) => sum + Number(text) * 10, 0)).toBe(2000);
    expect(Number(balanced[0])).toBeGreaterThan(80);
    expect(Number(balanced[1])).toBeGreaterThan(70.5);
    expect(Number(balanced[2])).toBeGreaterThan(30);
    expect(await placedBy(page.request)).toEqual([]);

    await pressable(numbers, '예측 남기기').click();
    await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
    const [forecast] = await exportedForecasts(page.request);
    expect(Object.values(forecast?.permille ?? {})).toEqual(
      balanced.map((text) => Math.round(Number(text) * 10)),
    );
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('two picks and a confidence are saved as a forecast', async ({ page }) => {
      await page.goto('/');
      const picks = await pick(page, '업스테이지', 'LG AI연구원');
      await picks.getByRole('slider', { name: /^고른 두 곳이 각각 남을 확률/ }).fill('90');
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/');
      expect(await placedBy(page.request)).toEqual([{ skt: 200, upstage: 900, lg: 900 }]);
    });

    test('an untouched confidence has the preset value', async ({ page }) => {
      await page.goto('/questions/scenario');
      const picks = forecastForm(page);
      await picks.getByRole('radio', { name: /^글로벌 협력/ }).check();
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      const [forecast] = await exportedForecasts(page.request);
      expect(forecast?.permille).toEqual({ ecosystem: 175, partnership: 650, setback: 175 });
    });

    test('a number per option is saved as a forecast', async ({ page }) => {
      await page.goto('/questions/count-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, {
        '한 곳 이하': '5.5',
        '두 곳': '60',
        '세 곳': '24.5',
        '2027년 6월까지 발표 없음': '10',
      });
      await pressable(numbers, '예측 남기기').click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/questions/count-3');
      expect((await placedBy(page.request))[0]).toEqual({
        'one-or-none': 55,
        two: 600,
        three: 245,
        'no-result': 100,
      });
    });

    test('an invalid number is an error beside its field', async ({ page }) => {
      await page.goto('/questions/final-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '팔십', 업스테이지: '100', 'LG AI연구원': '' });
      await pressable(numbers, '예측 남기기').click();
      const fieldOf = (name: string) => numberField(numbers, name);
      await expect(fieldOf('SK텔레콤')).toHaveAccessibleDescription(/0.1부터 99.9까지의 숫자로/);
      await expect(fieldOf('업스테이지')).toHaveAccessibleDescription(/0.1%부터 99.9%까지/);
      await expect(fieldOf('LG AI연구원')).toHaveAccessibleDescription(/숫자를 적어 주세요/);
      for (const name of COMPANIES) await expect(fieldOf(name)).toHaveAttribute('aria-invalid', 'true');
      expect(await shownNumbers(numbers, COMPANIES)).toEqual(['팔십', '100', '']);
    });

    test('a forecast is changed and withdrawn, and the log on its page shows every step', async ({
      page,
      origin,
    }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      await page.goto('/questions/final-3');
      await expect(forecastForm(page).getByRole('checkbox', { name: /^SK텔레콤/ })).toBeChecked();
      await expect(forecastForm(page).getByRole('checkbox', { name: /^LG AI연구원/ })).not.toBeChecked();

      const numbers = await openNumbers(page);
      expect(await shownNumbers(numbers, COMPANIES)).toEqual(['80', '80', '40']);
      await typeNumbers(numbers, { SK텔레콤: '50', 업스테이지: '90', 'LG AI연구원': '60' });
      await pressable(numbers, '예측 바꾸기').click();
      await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
      await expect(log(page).getByRole('listitem')).toHaveText([
        /\d+:\d\d \(KST\) · 현재.*SKT 50%/s,
        /\(KST\).*SKT 80%/s,
      ]);

      await log(page).getByRole('button', { name: '예측 취소하기' }).click();
      await expect(page.getByText('예측을 취소했어요.')).toBeVisible();
      await expect(page).toHaveURL('/questions/final-3');
      await expect(log(page).getByRole('listitem')).toHaveText([/거둠/, /SKT 50%/, /SKT 80%/]);
      await expect(log(page).getByRole('button', { name: '예측 취소하기' })).toBeHidden();
      await expect(page.getByRole('button', { name: /예측 바꾸기|저장됨/ })).toHaveCount(0);
      await expect(forecastForm(page).getByRole('checkbox', { checked: true })).toHaveCount(0);
      expect(await shownNumbers(await openNumbers(page), COMPANIES)).toEqual(['', '', '']);
      expect(await placedBy(page.request)).toEqual([
        null,
        { skt: 500, upstage: 900, lg: 600 },
        { skt: 800, upstage: 800, lg: 400 },
      ]);
    });

    test('a forecast made with numbers is shown as numbers, not as picks', async ({ page, origin }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '50', upstage: '90', lg: '60' });
      for (const path of ['/', '/questions/final-3']) {
        await page.goto(path);
        const form = forecastForm(page);
        for (const mine of ['내 예측 50%', '내 예측 90%', '내 예측 60%'])
          await expect(form.getByRole('listitem').filter({ hasText: mine })).toHaveCount(1);
        expect(await shownNumbers(form, COMPANIES)).toEqual(['50', '90', '60']);
        await expect(form.getByRole('checkbox')).toHaveCount(0);
      }
    });

    test('all forecasts and their times are on /me too, and can be withdrawn there', async ({
      page,
      origin,
    }) => {
      await page.goto('/me');
      await expect(page.getByRole('main')).toContainText('아직 예측이 없어요. 첫 예측을 남겨 보세요.');
      await expect(page.getByRole('link', { name: '첫 예측 남기기' })).toHaveAttribute('href', '/');
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      await postForecast(page.request, origin, 'scenario', {
        ecosystem: '60',
        partnership: '30',
        setback: '10',
      });
      await postForecast(page.request, origin, 'final-3', { skt: '70', upstage: '70', lg: '60' });

      await page.goto('/me');
      const record = page.locator('section').filter({ hasText: '마지막 두 자리, 누가 앉을까요?' });
      await expect(record).toContainText(/남긴 시각.*\(KST\)/s);
      await record.getByText('기록 2건').click();
      await expect(record.getByText('SKT 80%')).toBeVisible();
      await expect(
        page.locator('section').filter({ hasText: '세 시나리오 중 어느 쪽일까요?' }),
      ).toContainText('60%');

      await record.getByRole('button', { name: /예측 취소하기/ }).click();
      await expect(page.getByText('예측을 취소했어요.')).toBeVisible();
      await expect(page).toHaveURL('/me');
      await expect(record).toContainText('취소한 예측이에요.');
      await expect(record.getByRole('link', { name: '다시 예측하기' })).toBeVisible();
      expect(await placedBy(page.request)).toHaveLength(4);
    });
  });
}
