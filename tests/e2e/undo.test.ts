// Undo: for ten seconds after saving, a save can be undone on its receipt, which covers nothing.
import { openEditor, slider } from './setup/fine-tune.ts';
import { tabTo } from './setup/focus.ts';
import { pick, pressable, undo } from './setup/forecasting.ts';
import { exportedForecasts, placedBy, postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const PHONE = { width: 360, height: 640 };

// The fixture signs the reader in.
test.beforeEach(({ reader: _ }) => undefined);

test('the first forecast can be undone by keyboard: it is withdrawn, and the log keeps both', async ({
  page,
}) => {
  await page.goto('/');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await picks.getByRole('button', { name: '예측 남기기' }).press('Enter');
  await expect(undo(page)).toBeVisible();
  // Told once, by the button, and not at the top of the page as well.
  await expect(page.getByText(/예측을 남겼어요/)).toHaveCount(1);
  await expect(page.getByText(/^내가 예측한 뒤/)).toHaveCount(0);
  // After the other way to forecast, the next question and the card.
  await tabTo(page, /^button 되돌리기/, 4);
  await page.keyboard.press('Enter');
  await expect(page.getByText('되돌렸어요')).toBeVisible();
  await expect(picks.getByRole('button').first()).toBeFocused();
  await expect(picks.getByRole('checkbox', { checked: true })).toHaveCount(0);
  expect(await placedBy(page.request)).toEqual([null, { skt: 800, upstage: 800, lg: 400 }]);
  await expect(undo(page)).toBeHidden();
});

test('a change can be undone on another page: the earlier forecast is placed again', async ({
  page,
  origin,
}) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  const form = await openEditor(page);
  await slider(form, 'LG AI연구원').press('PageUp');
  await pressable(form, '예측 바꾸기').click();
  await expect(undo(page)).toBeVisible();
  await page.getByRole('navigation', { name: '주 메뉴' }).getByRole('link', { name: '평가' }).click();
  await expect(page).toHaveURL('/rounds');
  await undo(page).click();
  await expect(page.getByText('되돌렸어요')).toBeVisible();
  // The save that was undone is not told of any more.
  await expect(page.getByText('예측을 바꿨어요.')).toHaveCount(0);
  const log = await exportedForecasts(page.request);
  expect(log.map(({ permille }) => permille?.['lg'])).toEqual([400, 500, 400]);
  expect(log[0]?.permille).toEqual(log[2]?.permille);
  const rows = page.getByRole('article').filter({ hasText: '마지막 두 자리' }).getByRole('listitem');
  await expect(rows.filter({ hasText: '내 예측' })).toHaveCount(3);
  await expect(rows.filter({ hasText: /LG AI연구원.*내 예측 40%/ })).toHaveCount(1);
});

for (const viewport of [PHONE, { width: 1280, height: 800 }]) {
  test(`nothing is pushed aside at ${viewport.width} px, and the button that was pressed stays in sight`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await page.goto('/questions/final-3');
    const picks = await pick(page, 'SK텔레콤', '업스테이지');
    const button = picks.getByRole('button', { name: '예측 남기기' });
    const row = picks.getByRole('checkbox', { name: /^SK텔레콤/ });
    const top = () => row.evaluate((field) => field.getBoundingClientRect().top + scrollY);
    // As low on the screen as can be: the receipt below it would be out of sight.
    await button.evaluate((it) => scrollBy({ top: it.getBoundingClientRect().bottom - innerHeight + 4 }));
    const before = await top();
    await button.click();
    await expect(undo(page)).toBeVisible();
    expect(Math.abs((await top()) - before)).toBeLessThan(1);
    const [bar, pressed] = await Promise.all([
      page.getByRole('region', { name: '저장한 예측' }).boundingBox(),
      picks.getByRole('button', { name: '저장됨' }).boundingBox(),
    ]);
    const isApart = pressed!.y + pressed!.height <= bar!.y || bar!.y + bar!.height <= pressed!.y;
    expect(isApart, JSON.stringify({ bar, pressed })).toBe(true);
    expect(bar!.y).toBeGreaterThanOrEqual(0);
    expect(bar!.y + bar!.height).toBeLessThanOrEqual(viewport.height);
  });
}

test('going back shows neither the message nor the undo button again', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  await page.goto('/questions/final-3');
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
  await expect(undo(page)).toBeVisible();
  await page.goto('/rounds');
  await page.goBack();
  await expect(page).toHaveURL('/questions/final-3');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('예측을 남겼어요.')).toHaveCount(0);
  await expect(undo(page)).toHaveCount(0);
});

test('the undo survives a second tap on the button, which saves nothing', async ({ page }) => {
  await page.goto('/questions/final-3');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await picks.getByRole('button', { name: '예측 남기기' }).click();
  await expect(undo(page)).toBeVisible();
  // A finger does not read `aria-disabled`.
  await picks.getByRole('button', { name: '저장됨' }).dispatchEvent('click');
  await expect(picks.getByRole('button', { name: '저장됨' })).toBeVisible();
  await undo(page).click();
  await expect(page.getByText('되돌렸어요')).toBeVisible();
  expect(await placedBy(page.request)).toEqual([null, { skt: 800, upstage: 800, lg: 400 }]);
});

test('the undo button disappears after ten seconds, but not while it has the focus', async ({ page }) => {
  await page.clock.install();
  await page.goto('/');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await picks.getByRole('button', { name: '예측 남기기' }).click();
  await expect(undo(page)).toBeVisible();
  await undo(page).focus();
  await page.clock.runFor(30_000);
  await expect(undo(page)).toBeVisible();
  await picks.getByRole('button').first().focus();
  await page.clock.runFor(11_000);
  await expect(undo(page)).toHaveCount(0);
  expect(await placedBy(page.request)).toHaveLength(1);
});

test('a failed undo while offline says so, and a retry undoes once', async ({ page, context }) => {
  await page.goto('/');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await picks.getByRole('button', { name: '예측 남기기' }).click();
  await expect(undo(page)).toBeVisible();
  await context.setOffline(true);
  await undo(page).click();
  await expect(page.getByText('아직 되돌리지 못했어요. 다시 눌러 주세요.').first()).toBeVisible();
  await context.setOffline(false);
  await undo(page).click();
  await expect(page.getByText('되돌렸어요')).toBeVisible();
  expect(await placedBy(page.request)).toHaveLength(2);
});
