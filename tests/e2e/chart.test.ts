// The odds over time: a chart once it comes into view, and a table with the same data.
import type { Locator, Page } from '@playwright/test';
import { violations } from './setup/audit.ts';
import { historyOf, openChart, PHONE, useHistory } from './setup/history-chart.ts';
import { postForecast } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useHistory();

const WAITING = '그래프를 불러오고 있어요. 아래 표에 같은 값이 있어요.';

// On a desktop so low that the chart, which is beside the form, is out of view at first.
for (const viewport of [PHONE, { width: 1280, height: 240 }]) {
  test.describe(`at ${viewport.width} px`, () => {
    test.use({ viewport });

    test('the chart comes when it scrolls into view, without layout shift', async ({ page, reader: _ }) => {
      await page.goto('/questions/final-3');
      const history = historyOf(page);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(history.getByText(WAITING)).toBeAttached();
      await page.waitForLoadState('networkidle');
      await expect(page.locator('canvas')).toHaveCount(0);
      const before = await history.boundingBox();

      await history.locator('figure').scrollIntoViewIfNeeded();
      await expect(history.locator('canvas')).toBeVisible();
      await expect(history.getByText(WAITING)).toHaveCount(0);
      expect((await history.boundingBox())?.height).toBe(before?.height);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page)).toEqual([]);
      }
    });
  });
}

/** How many pixels of a canvas have exactly this colour. */
function pixelsOf(canvas: Locator, colour: [number, number, number]): Promise<number> {
  return canvas.evaluate((element, [r, g, b]) => {
    const { width, height } = element as HTMLCanvasElement;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(element as HTMLCanvasElement, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) count++;
    return count;
  }, colour);
}

test('the chart follows the colour scheme', async ({ page }) => {
  const byDay: [number, number, number] = [0x6d, 0x67, 0x5a];
  const byNight: [number, number, number] = [0x8f, 0x87, 0x78];
  await openChart(page, 'count-3');
  const canvas = page.locator('canvas');
  await expect.poll(() => pixelsOf(canvas, byDay)).toBeGreaterThan(100);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => pixelsOf(canvas, byNight)).toBeGreaterThan(100);
  expect(await pixelsOf(canvas, byDay)).toBe(0);
});

test('arrow keys move through the points and announce their values', async ({ page }) => {
  const chart = await openChart(page);
  const said = historyOf(page).getByRole('status');
  await chart.focus();
  await expect(said).toBeEmpty();
  await page.keyboard.press('Home');
  await expect(said).toContainText('모두: SKT 60%, 업스테이지 80%, LG 60%.');
  await page.keyboard.press('ArrowRight');
  await expect(said).toContainText('모두: SKT 71.2%, 업스테이지 70%, LG 58.8%.');
  const key = historyOf(page).getByRole('table').first();
  await expect(key.getByRole('row', { name: /SKT/ })).toContainText('71.2%');
  await page.keyboard.press('ArrowRight');
  await expect(said).toContainText('모두: SKT 65.5%');
  await page.keyboard.press('ArrowLeft');
  await expect(said).toContainText('모두: SKT 71.2%');
  await page.keyboard.press('End');
  await expect(said).toContainText('저자: SKT 75%, 업스테이지 75%, LG 50%.');
  await page.keyboard.press('Escape');
  await expect(key).toContainText('가장 최근 값');

  await page.keyboard.press('Tab');
  await expect(chart).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(chart).toBeFocused();
});

test('a shorter range begins with what held then, on an axis of its own', async ({ page }) => {
  const chart = await openChart(page);
  const history = historyOf(page);
  await expect(history.getByText('세로축은 40%부터 80%까지예요')).toBeVisible();
  await history.getByRole('button', { name: '1주', exact: true }).click();
  await expect(history.getByRole('button', { name: '1주', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(history.getByRole('status')).toContainText('모두: SKT 65.5%, 업스테이지 74.5%, LG 60%.');
  await history.getByRole('button', { name: '전체', exact: true }).click();
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(history.getByRole('status')).toContainText('모두: SKT 60%, 업스테이지 80%, LG 60%.');
});

test('the page of a company has the chart of its odds alone', async ({ page }) => {
  await page.goto('/companies/skt');
  const odds = section(page, '모두의 예측');
  await odds.locator('figure').scrollIntoViewIfNeeded();
  const chart = odds.getByRole('application', { name: /^확률의 흐름 그래프/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(odds.getByRole('status')).toContainText('모두: SKT 60%.');
  expect(await violations(page)).toEqual([]);
});

test('the chart shows the latest values again when it loses the focus', async ({ page }) => {
  const chart = await openChart(page);
  const key = historyOf(page).getByRole('table').first();
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(key).not.toContainText('가장 최근 값');
  await page.keyboard.press('Tab');
  await expect(chart).not.toBeFocused();
  await expect(key).toContainText('가장 최근 값');
  await expect(historyOf(page).getByRole('status')).toBeEmpty();
});

test('hovering shows the values at the pointer', async ({ page }) => {
  const chart = await openChart(page);
  const key = historyOf(page).getByRole('table').first();
  const { width, height } = (await chart.boundingBox())!;
  await chart.hover({ position: { x: 10, y: height / 2 } });
  await expect(key.getByRole('row', { name: /SKT/ })).toContainText('60.0%');
  await chart.hover({ position: { x: width / 3, y: height / 2 } });
  await expect(key.getByRole('row', { name: /SKT/ })).toContainText('71.2%');
  await page.mouse.move(0, 0);
  await expect(key).toContainText('가장 최근 값');
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: PHONE });

  test('a tap shows the values there; a second tap or one elsewhere shows the latest', async ({ page }) => {
    const chart = await openChart(page);
    const key = historyOf(page).getByRole('table').first();
    const { width, height } = (await chart.boundingBox())!;
    const tap = (x: number) => chart.tap({ position: { x, y: height / 2 } });
    await tap(10);
    await expect(key.getByRole('row', { name: /SKT/ })).toContainText('60.0%');
    await tap(width / 3);
    await expect(key.getByRole('row', { name: /SKT/ })).toContainText('71.2%');
    await tap(width / 3);
    await expect(key).toContainText('가장 최근 값');
    await tap(width / 3);
    await expect(key).not.toContainText('가장 최근 값');
    await page.getByRole('heading', { name: '확률의 흐름' }).tap();
    await expect(key).toContainText('가장 최근 값');
  });
});

/** The rows of the table, one text each. */
async function tableRows(page: Page): Promise<string[]> {
  const history = historyOf(page);
  await history.locator('summary').click();
  return history.getByRole('region').getByRole('row').allInnerTexts();
}

/** Finds each point of the API in the rows. */
async function expectAllPoints(page: Page, rows: string[]): Promise<void> {
  const { points } = (await (await page.request.get('/api/v1/questions/final-3/history')).json()) as {
    points: { permille: Record<string, number>; forecasters: number }[];
  };
  expect(points.length).toBeGreaterThanOrEqual(3);
  for (const { permille, forecasters } of points) {
    const numbers = ['skt', 'upstage', 'lg'].map((slug) => `${(permille[slug] ?? 0) / 10}%`);
    const row = new RegExp(`모두\\s+${numbers.join('\\s+')}\\s+${forecasters}`);
    expect(
      rows.some((text) => row.test(text)),
      `${row} in ${rows.join('\n')}`,
    ).toBe(true);
  }
  expect(rows.some((text) => /저자\s+75%\s+75%\s+50%/.test(text))).toBe(true);
}

test('the table says the same as the chart', async ({ page, reader: _ }) => {
  await postForecast(page.request, own.site.url, 'final-3', { skt: '90.1', upstage: '60', lg: '49.9' });
  await openChart(page);
  const rows = await tableRows(page);
  await expectAllPoints(page, rows);
  expect(rows.some((text) => /나\s+90\.1%\s+60%\s+49\.9%/.test(text))).toBe(true);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the table is there, and no empty box', async ({ page }) => {
    await page.goto('/questions/final-3');
    await expect(historyOf(page).locator('figure')).toBeHidden();
    await expectAllPoints(page, await tableRows(page));
  });
});

test('the table is there when scripts fail to load', async ({ page }) => {
  await page.route('**/*.js', () => {});
  await page.goto('/questions/final-3', { waitUntil: 'commit' });
  await expect(historyOf(page).getByText(WAITING)).toBeVisible();
  await expectAllPoints(page, await tableRows(page));
});
