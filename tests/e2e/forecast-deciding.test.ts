// The forecast form's live feedback, and its behaviour before its scripts have loaded.
import {
  forecastForm,
  numberField,
  openNumbers,
  pick,
  pressable,
  sentence,
  typeNumbers,
} from './setup/forecasting.ts';
import { placedBy } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

/** Companies stand in the order of the odds, which others change: "SKT+LG" or "LG+SKT". */
const pair = (a: string, b: string, by = '\\+') => new RegExp(`^(${a}${by}${b}|${b}${by}${a})`);
const bothAt = (percent: string, rest: string, second = '업스테이지') =>
  new RegExp(`${pair(`SK텔레콤 ${percent}`, `${second} ${percent}`, ' · ').source} · ${rest}`);

// The fixture signs the reader in.
test.beforeEach(({ reader: _ }) => undefined);

test.describe('with scripts, while the reader decides,', () => {
  test('the sentence, the joint probability and the earnings update', async ({ page }) => {
    await page.goto('/');
    const picks = forecastForm(page);
    await expect(picks.getByText('남을 두 곳을 골라 보세요').last()).toBeVisible();
    await expect(picks.getByRole('button', { name: '두 곳을 골라 주세요' })).toBeVisible();
    await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(0);
    await expect(picks.getByRole('slider')).toBeHidden();

    await pick(page, 'SK텔레콤');
    await expect(picks.getByText('한 곳 더 골라 주세요')).toBeVisible();
    await pick(page, '업스테이지');
    await expect(picks.getByText(bothAt('80%', 'LG AI연구원 40%, 둘 다 남을 확률 60%'))).toBeVisible();
    await expect(picks.getByRole('button', { name: '예측 남기기' })).toBeVisible();

    const slider = picks.getByRole('slider');
    await slider.fill('95');
    await expect(picks.getByText(bothAt('95%', 'LG AI연구원 10%, 둘 다 남을 확률 90%'))).toBeVisible();
    const earned = picks.getByRole('table', { name: '이렇게 끝나면 내 점수' });
    await expect(earned.getByRole('row', { name: pair('SKT', '업스테이지') })).toContainText('+89');
    await expect(earned.getByRole('row', { name: pair('SKT', 'LG') })).toContainText('−');
    await slider.fill('66.7');
    const both = earned.getByRole('row', { name: pair('SKT', '업스테이지') });
    await expect(both.getByRole('cell').last()).toHaveText(/^\+?0$/);
  });

  test('a third pick is refused with a message, and no pick is replaced', async ({ page }) => {
    await page.goto('/');
    const picks = await pick(page, 'SK텔레콤', '업스테이지');
    await picks.getByRole('checkbox', { name: /^LG AI연구원/ }).click();
    await expect(picks.getByText('두 곳까지 고를 수 있어요.')).toBeVisible();
    await expect(picks.getByRole('checkbox', { name: /^LG AI연구원/ })).not.toBeChecked();
    await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(2);
  });

  test('submitting before two picks sends nothing and focuses the rows', async ({ page }) => {
    await page.goto('/');
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    const picks = await pick(page, 'SK텔레콤');
    await expect(picks.getByText('한 곳 더 골라 주세요')).toBeVisible();
    await picks.getByRole('button', { name: '두 곳을 골라 주세요' }).press('Enter');
    await expect(picks.getByRole('checkbox', { checked: false }).first()).toBeFocused();
    expect(sent).toEqual([]);
  });

  test('the sum is said while a number is typed, and how the others changed', async ({ page }) => {
    await page.goto('/questions/final-3');
    const numbers = await openNumbers(page);
    const said = numbers.getByRole('status').filter({ hasText: /\d/ });
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await typeNumbers(numbers, { SK텔레콤: '80' });
    await expect(said).toHaveText('지금 합은 80% · 120% 모자라요');
    await page.keyboard.press('Tab');
    for (const text of ['SK텔레콤 80%', '업스테이지 60%', 'LG AI연구원 60%'])
      await expect(said).toContainText(text);
    await expect(numbers.getByRole('table', { name: '이렇게 끝나면 내 점수' })).toBeVisible();
    expect(sent).toEqual([]);
  });

  for (const [what, sent] of [
    ['a refusal', { SK텔레콤: '60', 업스테이지: '100' }],
    ['a receipt', { SK텔레콤: '60', 업스테이지: '50', 'LG AI연구원': '90' }],
  ] as const)
    test(`what is typed while ${what} is on its way stays`, async ({ page }) => {
      await page.goto('/questions/final-3');
      const numbers = await openNumbers(page);
      const upstage = numberField(numbers, '업스테이지');
      await typeNumbers(numbers, sent);
      const gate = Promise.withResolvers<void>();
      await page.route(/\?\/forecast/, async (route) => {
        await gate.promise;
        await route.continue();
      });
      await pressable(numbers, /^예측 (남기기|바꾸기)/).click();
      await expect(numbers).toHaveAttribute('aria-busy', 'true');
      await upstage.fill('70');
      gate.resolve();
      await expect(numbers).not.toHaveAttribute('aria-busy');
      await expect(upstage).toHaveValue('70');
      await expect(sentence(numbers, '0.1%부터 99.9%까지')).toHaveCount(0);
    });

  test('an opinion question says so, and shows no points', async ({ page }) => {
    await page.goto('/questions/scenario');
    const picks = forecastForm(page);
    await picks.getByRole('radio', { name: /^K-AI 생태계 완성/ }).check();
    await expect(page.getByText('결과를 확정하지 않고 점수도 매기지 않아요.').first()).toBeVisible();
    await expect(picks.getByRole('table')).toHaveCount(0);
  });
});

test.describe('where scripts', () => {
  test('load late, earlier choices and opened parts are kept', async ({ page }) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/*.js', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto('/', { waitUntil: 'commit' });
    const picks = await pick(page, 'SK텔레콤', 'LG AI연구원');
    await page.getByText('결과 판정 기준', { exact: true }).first().click();
    release();
    await expect(picks.getByText(bothAt('80%', '업스테이지 40%', 'LG AI연구원'))).toBeVisible();
    await expect(page.getByText('스스로 빠지거나 자격을 잃은 기업은 ‘아니요’예요.')).toBeVisible();
  });

  test('never load, two picks are saved all the same', async ({ page, complaints }) => {
    await page.route('**/*.js', (route) => route.abort());
    await page.goto('/', { waitUntil: 'load' });
    const picks = await pick(page, 'SK텔레콤', 'LG AI연구원');
    await picks.getByRole('button').first().click();
    await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
    expect((await placedBy(page.request))[0]).toEqual({ skt: 800, upstage: 400, lg: 800 });
    complaints.length = 0;
  });
});
