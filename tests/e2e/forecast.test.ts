// A signed-in reader forecasts in both ways, changes his mind, and finds everything again in his own log.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import {
  numberField,
  openNumbers,
  picksForm,
  pressable,
  sentence,
  shownNumbers,
  typeNumbers,
} from './setup/forecasting.ts';
import { asPage, exportedForecasts, postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const COMPANIES = ['SK텔레콤', '업스테이지', 'LG AI연구원'];
const log = (page: Page): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: '내 기록' }) });

async function pick(page: Page, ...names: string[]): Promise<Locator> {
  const picks = picksForm(page);
  for (const name of names) await picks.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
  return picks;
}

// The reader signs in by request; these tests are about what he does then.
test.beforeEach(({ reader }) => {
  expect(reader.handle).toBeTruthy();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('two picks and a confidence are a forecast', async ({ page }) => {
      await page.goto('/');
      const picks = await pick(page, '업스테이지', 'LG AI연구원');
      await picks.getByRole('slider', { name: /^고른 곳마다 남을 확률/ }).fill('90');
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/');
      expect((await exportedForecasts(page.request)).map(({ permille }) => permille)).toEqual([
        { skt: 200, upstage: 900, lg: 900 },
      ]);
    });

    test('a confidence that is left alone is the preset', async ({ page }) => {
      await page.goto('/questions/scenario');
      const picks = picksForm(page);
      await picks.getByRole('radio', { name: /^글로벌 협력/ }).check();
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      const [forecast] = await exportedForecasts(page.request);
      expect(forecast?.permille).toEqual({ ecosystem: 175, partnership: 650, setback: 175 });
    });

    test('a number per option is a forecast', async ({ page }) => {
      await page.goto('/questions/count-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, {
        '한 곳이거나 없음': '5.5',
        '두 곳': '60',
        '세 곳': '24.5',
        '2027년 6월까지 발표 없음': '10',
      });
      await pressable(numbers, '예측 남기기').click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/questions/count-3');
      expect((await exportedForecasts(page.request))[0]?.permille).toEqual({
        'one-or-none': 55,
        two: 600,
        three: 245,
        'no-result': 100,
      });
    });

    test('a wrong sum comes back as typed, with what it is and must be, and a button that balances it', async ({
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
      expect(await exportedForecasts(page.request)).toEqual([]);

      await pressable(numbers, '합 맞추기').click();
      await expect(sentence(numbers, '딱 맞아요').first()).toBeVisible();
      const balanced = await shownNumbers(numbers, COMPANIES);
      expect(balanced.reduce((sum, text) => sum + Number(text) * 10, 0)).toBe(2000);
      expect(Number(balanced[0])).toBeGreaterThan(80);
      expect(Number(balanced[1])).toBeGreaterThan(70.5);
      expect(Number(balanced[2])).toBeGreaterThan(30);
      expect(await exportedForecasts(page.request)).toEqual([]);

      await pressable(numbers, '예측 남기기').click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      const [forecast] = await exportedForecasts(page.request);
      expect(Object.values(forecast?.permille ?? {})).toEqual(
        balanced.map((text) => Math.round(Number(text) * 10)),
      );
    });

    test('a number that is none is told beside its field', async ({ page }) => {
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

    test('a forecast is changed and withdrawn, and the log on its page keeps all of it', async ({
      page,
      origin,
    }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      await page.goto('/questions/final-3');
      await expect(picksForm(page).getByRole('checkbox', { name: /^SK텔레콤/ })).toBeChecked();
      await expect(picksForm(page).getByRole('checkbox', { name: /^LG AI연구원/ })).not.toBeChecked();

      const numbers = await openNumbers(page);
      expect(await shownNumbers(numbers, COMPANIES)).toEqual(['80', '80', '40']);
      await typeNumbers(numbers, { SK텔레콤: '50', 업스테이지: '90', 'LG AI연구원': '60' });
      await pressable(numbers, '예측 바꾸기').click();
      await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
      await expect(log(page).getByRole('listitem')).toHaveText([
        /\d+:\d\d \(KST\) · 현재.*SKT 50% · 업스테이지 90% · LG 60%/s,
        /\(KST\).*SKT 80% · 업스테이지 80% · LG 40%/s,
      ]);

      await log(page).getByRole('button', { name: '예측 거두기' }).click();
      await expect(page.getByText('예측을 거뒀어요.')).toBeVisible();
      await expect(page).toHaveURL('/questions/final-3');
      await expect(log(page).getByRole('listitem')).toHaveText([/거둠/, /SKT 50%/, /SKT 80%/]);
      await expect(log(page).getByRole('button', { name: '예측 거두기' })).toBeHidden();
      await expect(page.getByRole('button', { name: '예측 바꾸기' })).toHaveCount(0);
      await expect(picksForm(page).getByRole('checkbox', { checked: true })).toHaveCount(0);
      expect(await shownNumbers(numbers, COMPANIES)).toEqual(['', '', '']);
      expect((await exportedForecasts(page.request)).map(({ permille }) => permille)).toEqual([
        null,
        { skt: 500, upstage: 900, lg: 600 },
        { skt: 800, upstage: 800, lg: 400 },
      ]);
    });

    test('a forecast of numbers is shown as it was made, not as picks would have it', async ({
      page,
      origin,
    }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '50', upstage: '90', lg: '60' });
      for (const path of ['/', '/questions/final-3']) {
        await page.goto(path);
        const row = (name: string) => picksForm(page).getByRole('checkbox', { name: new RegExp(`^${name}`) });
        await expect(row('SK텔레콤')).toHaveAccessibleName(/내 예측 50%/);
        await expect(row('업스테이지')).toHaveAccessibleName(/내 예측 90%/);
        await expect(row('LG AI연구원')).toHaveAccessibleName(/내 예측 60%/);
        await expect(picksForm(page)).not.toContainText('SK텔레콤 80%');
      }
    });

    test('all forecasts and their times are on the own page too, and can be withdrawn there', async ({
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

      await record.getByRole('button', { name: /예측 거두기/ }).click();
      await expect(page.getByText('예측을 거뒀어요.')).toBeVisible();
      await expect(page).toHaveURL('/me');
      await expect(record).toContainText('거둔 예측이에요.');
      await expect(record.getByRole('link', { name: '다시 예측하기' })).toBeVisible();
      expect(await exportedForecasts(page.request)).toHaveLength(4);
    });
  });
}

test('the export is a file with everything about its reader, each request once', async ({
  page,
  origin,
  reader,
}) => {
  const requestId = randomUUID();
  for (let time = 0; time < 3; time++) {
    const numbers = { skt: '80', upstage: '80', lg: '40' };
    const response = await postForecast(page.request, origin, 'final-3', numbers, requestId);
    expect(response.status(), 'the same request gets the same answer').toBe(303);
  }
  await page.goto('/me');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'JSON으로 받기' }).click();
  expect((await downloading).suggestedFilename()).toBe('final-two.json');

  const response = await page.request.get('/me/export.json');
  expect(response.headers()['cache-control']).toBe('private, no-store');
  const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(await response.json()).toEqual({
    account: { handle: reader.handle, email: reader.email, joinedAt: instant },
    forecasts: [
      { question: 'final-3', requestId, madeAt: instant, permille: { skt: 800, upstage: 800, lg: 400 } },
    ],
    scores: [],
    trades: [],
    notices: [],
    exclusions: [],
    disclosures: [],
    sessions: [{ current: true, createdAt: instant, lastUsedAt: instant }],
  });
});

test('the same request with other numbers is a conflict that keeps them, under a new id', async ({
  page,
  origin,
}) => {
  const requestId = randomUUID();
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' }, requestId);
  const conflict = await postForecast(
    page.request,
    origin,
    'final-3',
    { skt: '60', upstage: '70', lg: '70' },
    requestId,
  );
  expect(conflict.status()).toBe(409);
  const html = await conflict.text();
  expect(html).toContain('이 화면에서 이미 다른 숫자로 남겼어요.');
  expect(html).toMatch(/name="p\.skt"[^>]*value="60"/);
  expect(html).not.toContain(`value="${requestId}"`);
  expect(await exportedForecasts(page.request)).toHaveLength(1);
});

test('a double press in an old window keeps its numbers and saves them at the next press', async ({
  page,
  origin,
}) => {
  await page.goto('/questions/final-3');
  const numbers = await openNumbers(page);
  const requestId = await numbers.locator('[name=requestId]').inputValue();
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' }, requestId);
  await typeNumbers(numbers, { SK텔레콤: '60', 업스테이지: '70', 'LG AI연구원': '70' });
  await pressable(numbers, '예측 남기기').click();
  await expect(page.getByRole('alert')).toContainText(['이 화면에서 이미 다른 숫자로 남겼어요.']);
  expect(await shownNumbers(numbers, COMPANIES)).toEqual(['60', '70', '70']);
  await pressable(numbers, /예측 (남기기|바꾸기)/).click();
  await expect(page.getByRole('main').getByText('예측을 남겼어요.')).toBeVisible();
  expect(await exportedForecasts(page.request)).toHaveLength(2);
});

test('a withdrawal that is sent twice is one withdrawal', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  const requestId = randomUUID();
  for (let time = 0; time < 2; time++) {
    const response = await page.request.post('/questions/final-3?/withdraw', {
      form: { requestId },
      headers: asPage(origin),
      maxRedirects: 0,
    });
    expect(response.status()).toBe(303);
  }
  expect(await exportedForecasts(page.request)).toHaveLength(2);
  const nothing = await page.request.post('/questions/final-3?/withdraw', {
    form: { requestId: randomUUID() },
    headers: asPage(origin),
    maxRedirects: 0,
  });
  expect(nothing.status()).toBe(409);
  expect(await nothing.text()).toContain('거둘 예측이 없어요.');
});

test.describe('with scripts, while the reader decides,', () => {
  test('the sentence, the chance of both and what each result would earn follow', async ({ page }) => {
    await page.goto('/');
    const picks = picksForm(page);
    await expect(picks.getByText('남을 두 곳을 골라 보세요').last()).toBeVisible();
    await expect(picks.getByRole('button', { name: '두 곳을 골라 주세요' })).toBeVisible();
    await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(0);
    await expect(picks.getByRole('slider')).toBeHidden();

    await pick(page, 'SK텔레콤');
    await expect(picks.getByText('한 곳 더 골라 주세요')).toBeVisible();
    await pick(page, '업스테이지');
    await expect(
      picks.getByText('SK텔레콤 80% · 업스테이지 80% · LG AI연구원 40%, 둘 다 남을 확률 60%'),
    ).toBeVisible();
    await expect(picks.getByRole('button', { name: '예측 남기기' })).toBeVisible();

    const slider = picks.getByRole('slider');
    await slider.fill('95');
    await expect(
      picks.getByText('SK텔레콤 95% · 업스테이지 95% · LG AI연구원 10%, 둘 다 남을 확률 90%'),
    ).toBeVisible();
    const earned = picks.getByRole('table', { name: '결과마다 받을 기본 점수' });
    await expect(earned.getByRole('row', { name: /SKT\+업스테이지/ })).toContainText('+89');
    await expect(earned.getByRole('row', { name: /SKT\+LG/ })).toContainText('−');
    await slider.fill('66.7');
    await expect(earned.getByRole('row', { name: /SKT\+업스테이지/ })).toContainText(/\b0|\+0/);
  });

  test('a third pick is refused with words, and nothing is swapped', async ({ page }) => {
    await page.goto('/');
    const picks = await pick(page, 'SK텔레콤', '업스테이지');
    await picks.getByRole('checkbox', { name: /^LG AI연구원/ }).click();
    await expect(picks.getByText('두 곳까지 고를 수 있어요.')).toBeVisible();
    await expect(picks.getByRole('checkbox', { name: /^LG AI연구원/ })).not.toBeChecked();
    await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(2);
  });

  test('a press before two picks sends nothing and leads to the rows', async ({ page }) => {
    await page.goto('/');
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    const picks = await pick(page, 'SK텔레콤');
    await expect(picks.getByText('한 곳 더 골라 주세요')).toBeVisible();
    await picks.getByRole('button', { name: '두 곳을 골라 주세요' }).press('Enter');
    await expect(picks.getByRole('checkbox', { name: /^업스테이지/ })).toBeFocused();
    expect(sent).toEqual([]);
  });

  test('the sum is told while the numbers are typed, and the balance needs no server', async ({ page }) => {
    await page.goto('/questions/final-3');
    const numbers = await openNumbers(page);
    const sum = numbers.getByRole('status').last();
    await typeNumbers(numbers, { SK텔레콤: '80' });
    await expect(sum).toContainText('지금 합은 80% · 120% 모자라요');
    await typeNumbers(numbers, { 업스테이지: '80', 'LG AI연구원': '45.5' });
    await expect(sum).toContainText('지금 합은 205.5% · 5.5% 넘쳐요');
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await pressable(numbers, '합 맞추기').click();
    await expect(sum).toContainText('지금 합은 200% · 딱 맞아요');
    await expect(numbers.getByRole('table', { name: '결과마다 받을 기본 점수' })).toBeVisible();
    expect(sent).toEqual([]);
  });

  test('an opinion question says so, and shows no points', async ({ page }) => {
    await page.goto('/questions/scenario');
    const picks = picksForm(page);
    await picks.getByRole('radio', { name: /^K-AI 생태계 완성/ }).check();
    await expect(page.getByText('결과를 확정하지 않고 점수도 매기지 않아요.').first()).toBeVisible();
    await expect(picks.getByRole('table')).toHaveCount(0);
  });
});

test.describe('where scripts', () => {
  test('come late, what was chosen and unfolded before stays so', async ({ page }) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/*.js', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto('/', { waitUntil: 'commit' });
    const picks = await pick(page, 'SK텔레콤', 'LG AI연구원');
    for (const part of ['숫자로 직접 적기', '확정 규칙'])
      await page.getByText(part, { exact: true }).first().click();
    release();
    await expect(picks.getByText('SK텔레콤 80% · LG AI연구원 80% · 업스테이지 40%')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'SK텔레콤' })).toBeVisible();
    await expect(page.getByText('스스로 빠지거나 자격을 잃은 기업은 ‘아니요’예요.')).toBeVisible();
  });

  test('never come, two picks are saved all the same', async ({ page, complaints }) => {
    await page.route('**/*.js', (route) => route.abort());
    await page.goto('/', { waitUntil: 'load' });
    const picks = await pick(page, 'SK텔레콤', 'LG AI연구원');
    await picks.getByRole('button').click();
    await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
    expect((await exportedForecasts(page.request))[0]?.permille).toEqual({ skt: 800, upstage: 400, lg: 800 });
    complaints.length = 0;
  });
});

test('a save without a network keeps the numbers, and pressing again places one forecast', async ({
  page,
  context,
}) => {
  await page.goto('/questions/final-3');
  const numbers = await openNumbers(page);
  await typeNumbers(numbers, { SK텔레콤: '75.5', 업스테이지: '80', 'LG AI연구원': '44.5' });
  await context.setOffline(true);
  await pressable(numbers, '예측 남기기').click();
  await expect(numbers.getByRole('alert')).toContainText('연결이 끊겨서 아직 남기지 못했어요.');
  expect(await shownNumbers(numbers, COMPANIES)).toEqual(['75.5', '80', '44.5']);
  await context.setOffline(false);
  await pressable(numbers, '예측 남기기').click();
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
  expect((await exportedForecasts(page.request)).map(({ permille }) => permille)).toEqual([
    { skt: 755, upstage: 800, lg: 445 },
  ]);
});

test('an answer that gets lost is made good by pressing again: one forecast', async ({ page }) => {
  await page.goto('/');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await page.route(
    '**/questions/final-3?/forecast',
    async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
  await picks.getByRole('button', { name: '예측 남기기' }).click();
  await expect(picks.getByRole('alert')).toContainText('연결이 끊겨서 아직 남기지 못했어요.');
  await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(2);
  expect(await exportedForecasts(page.request)).toHaveLength(1);
  await picks.getByRole('button', { name: /예측 (남기기|바꾸기)/ }).click();
  await expect(page.getByText(/예측을 (남겼|바꿨)어요\./)).toBeVisible();
  expect(await exportedForecasts(page.request)).toHaveLength(1);
});
