// Idempotency: a forecast is placed once, also after repeated submissions and lost responses.
import { randomUUID } from 'node:crypto';
import { openNumbers, pick, pressable, shownNumbers, typeNumbers } from './setup/forecasting.ts';
import { placedBy, postForecast, postForm } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const COMPANIES = ['SK텔레콤', '업스테이지', 'LG AI연구원'];

// The fixture signs the reader in.
test.beforeEach(({ reader: _ }) => undefined);

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
    account: {
      ...{ handle: reader.handle, email: reader.email, joinedAt: instant },
      ...{ emailVerifiedAt: null, consentVersion: null, consentedAt: null },
      ...{ isAdmin: false, hasPassword: true },
    },
    forecasts: [
      { question: 'final-3', requestId, madeAt: instant, permille: { skt: 800, upstage: 800, lg: 400 } },
    ],
    scores: [],
    scoreLines: [],
    ...{ trades: [], positions: [], balances: [] },
    identities: [],
    passkeys: [],
    notices: [],
    exclusions: [],
    disclosures: [],
    cards: [],
    sessions: [{ current: true, createdAt: instant, lastUsedAt: instant }],
  });
});

test('the same request id with other numbers is a conflict that keeps them, under a new id', async ({
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
  expect(await placedBy(page.request)).toHaveLength(1);
});

test('a form whose request id was already used keeps its numbers and saves them at the next press', async ({
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
  await expect(page.getByRole('main').getByText('예측을 바꿨어요.')).toBeVisible();
  expect(await placedBy(page.request)).toHaveLength(2);
});

test('a withdrawal that is sent twice is stored once', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  const requestId = randomUUID();
  for (let time = 0; time < 2; time++) {
    const response = await postForm(page.request, origin, '/questions/final-3?/withdraw', { requestId });
    expect(response.status()).toBe(303);
  }
  expect(await placedBy(page.request)).toHaveLength(2);
  const nothing = await postForm(page.request, origin, '/questions/final-3?/withdraw', {
    requestId: randomUUID(),
  });
  expect(nothing.status()).toBe(409);
  expect(await nothing.text()).toContain('거둘 예측이 없어요.');
});

test('a save while offline keeps the numbers, and a retry places one forecast', async ({ page, context }) => {
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
  expect(await placedBy(page.request)).toEqual([{ skt: 755, upstage: 800, lg: 445 }]);
});

test('a retry after a lost response places one forecast', async ({ page }) => {
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
  expect(await placedBy(page.request)).toHaveLength(1);
  await picks.getByRole('button', { name: /예측 (남기기|바꾸기)/ }).click();
  await expect(page.getByText(/예측을 (남겼|바꿨)어요\./)).toBeVisible();
  expect(await placedBy(page.request)).toHaveLength(1);
});
