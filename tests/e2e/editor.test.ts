// Fine-tuning: one slider, box, pair of keys and lock per option; the sum holds.
import type { Locator } from '@playwright/test';
import { COMMAND_LINE } from '../../src/lib/server/platform/audit/service.ts';
import * as drafts from '../../src/lib/server/questions/draft.ts';
import { expectNoProblems, violations } from './setup/audit.ts';
import { withDatabase } from './setup/database.ts';
import {
  numberField,
  openNumbers,
  pick,
  pressable,
  shownNumbers,
  typeNumbers,
  undo,
} from './setup/forecasting.ts';
import { openEditor, slider } from './setup/fine-tune.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const COMPANIES = ['SK텔레콤', '업스테이지', 'LG AI연구원'];
const TWELVE = Array.from(
  { length: 12 },
  (_, i) => `이름이 아주 길어서 한 줄에 다 들어가지 않는 선택지 ${i + 1}`,
);
const TWELVE_SLUG = 'twelve-options';
const PHONE = { width: 360, height: 640 };

const lock = (form: Locator, name: string) => form.getByRole('button', { name: `${name} 잠그기` });
const raise = (form: Locator, name: string) => form.getByRole('button', { name: `${name} 1% 올리기` });
const lower = (form: Locator, name: string) => form.getByRole('button', { name: `${name} 1% 낮추기` });

async function shown(form: Locator, names: readonly string[] = COMPANIES): Promise<number[]> {
  return (await shownNumbers(form, names)).map((text) => Math.round(Number(text) * 10));
}

async function expectSum(form: Locator, limit: number, names?: readonly string[]): Promise<void> {
  const numbers = await shown(form, names);
  expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(limit);
}

async function openTwelve(): Promise<void> {
  const text = (words: string) => ({ ko: words, en: words });
  await withDatabase(own.site, async (db) => {
    await drafts.create(db, COMMAND_LINE, {
      slug: TWELVE_SLUG,
      kind: 'side',
      round: null,
      title: text('열두 선택지 가운데 다섯은 무엇일까요?'),
      lead: text('시험용 질문이에요'),
      rules: [text('시험용 규칙이에요.')],
      officialSource: 'https://www.msit.go.kr/',
      options: TWELVE.map((label, i) => ({
        slug: `option-${i + 1}`,
        company: null,
        label: text(label),
        shortLabel: text(`선택지 ${i + 1}`),
      })),
      seats: 5,
      scored: true,
      closesAt: null,
      endsBy: new Date('2035-01-01T00:00:00Z'),
    });
    await drafts.open(db, COMMAND_LINE, TWELVE_SLUG);
  });
}

// The fixture signs the reader in.
test.beforeEach(({ reader: _ }) => undefined);

test('nothing is preselected or locked, and sliders announce that', async ({ page }) => {
  const form = await openEditor(page);
  expect(await shownNumbers(form, COMPANIES)).toEqual(['', '', '']);
  for (const name of COMPANIES) {
    await expect(slider(form, name)).toHaveAttribute('aria-valuetext', '아직 정하지 않았어요');
    await expect(lock(form, name)).toHaveAttribute('aria-pressed', 'false');
    await expect(lock(form, name)).toBeDisabled();
  }
});

test('moving an option by keyboard rebalances the others, and moving it back restores them', async ({
  page,
  origin,
}) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80.3', upstage: '75.1', lg: '44.6' });
  const form = await openEditor(page);
  const first = slider(form, 'SK텔레콤');
  await first.focus();
  const moved: number[] = [];
  for (const key of ['ArrowRight', 'Shift+ArrowUp', 'PageDown', 'Home', 'End']) {
    await page.keyboard.press(key);
    await expectSum(form, 2000);
    moved.push((await shown(form))[0] ?? 0);
  }
  expect(moved).toEqual([813, 814, 714, 2, 999]);
  // Down to where it began: the forecast at the beginning of the move counts, not the steps.
  for (let step = 0; step < 2; step++) await page.keyboard.press('PageDown');
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight');
  expect((await shown(form))[0]).toBe(803);
  expect(await shown(form)).toEqual([803, 751, 446]);

  await raise(form, '업스테이지').click();
  await expectSum(form, 2000);
  expect((await shown(form))[1]).toBe(761);
  await lower(form, '업스테이지').click();
  expect(await shown(form)).toEqual([803, 751, 446]);
  await expect(form.getByRole('table', { name: '이렇게 끝나면 내 점수' })).toBeVisible();
});

test('dragging there and back restores the numbers, and the points update', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '75', lg: '45' });
  const form = await openEditor(page);
  const track = slider(form, 'SK텔레콤');
  await track.scrollIntoViewIfNeeded();
  const box = await track.boundingBox();
  if (!box) throw new Error('The slider is drawn.');
  // The thumb is 16 px wide: its middle goes from 8 px to 8 px before the end.
  const x = (percent: number) => box.x + 8 + ((box.width - 16) * percent) / 100;
  const y = box.y + box.height / 2;
  const points = form.getByRole('table', { name: '이렇게 끝나면 내 점수' });
  const before = await points.innerText();
  await page.mouse.move(x(80), y);
  await page.mouse.down();
  await page.mouse.move(x(30), y, { steps: 5 });
  await expectSum(form, 2000);
  expect(Math.abs(((await shown(form))[0] ?? 0) - 300)).toBeLessThan(15);
  await expect(points).not.toHaveText(before);
  await page.mouse.move(x(99), y, { steps: 5 });
  await page.mouse.move(x(80), y, { steps: 5 });
  const [now = 0] = await shown(form);
  await page.mouse.up();
  expect(Math.abs(now - 800)).toBeLessThan(10);
  // A pixel is more than a tenth: the rest of the way by keys, which go on with the same move.
  for (let left = 0; left < 12 && (await shown(form))[0] !== 800; left++)
    await track.press(((await shown(form))[0] ?? 0) > 800 ? 'Shift+ArrowLeft' : 'Shift+ArrowRight');
  expect(await shown(form)).toEqual([800, 750, 450]);
});

test('a locked option keeps its number, and locking all but one shows a hint', async ({ page, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '75', lg: '45' });
  const form = await openEditor(page);
  await lock(form, '업스테이지').press('Space');
  await expect(lock(form, '업스테이지')).toHaveAttribute('aria-pressed', 'true');
  await expect(slider(form, '업스테이지')).toBeDisabled();
  await expect(numberField(form, '업스테이지')).toHaveJSProperty('readOnly', true);
  await slider(form, 'SK텔레콤').fill('60');
  expect(await shown(form)).toEqual([600, 750, 650]);
  await slider(form, 'SK텔레콤').press('Home');
  expect(await shown(form)).toEqual([251, 750, 999]);

  await lock(form, 'LG AI연구원').click();
  await expect(slider(form, 'SK텔레콤')).toBeDisabled();
  await expect(form.getByText('두 개 이상의 잠금을 풀어야 움직일 수 있어요.')).toBeVisible();
  await lock(form, '업스테이지').click();
  await expect(slider(form, 'SK텔레콤')).toBeEnabled();
});

test('a typed number moves the others once its field is left, a locked one apart', async ({
  page,
  origin,
}) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '75', lg: '45' });
  const form = await openEditor(page);
  await lock(form, '업스테이지').click();
  await typeNumbers(form, { SK텔레콤: '60' });
  expect(await shown(form)).toEqual([600, 750, 450]);
  await page.keyboard.press('Tab');
  await expect.poll(() => shown(form)).toEqual([600, 750, 650]);
  await typeNumbers(form, { 'LG AI연구원': '20' });
  await page.keyboard.press('Tab');
  const field = numberField(form, 'LG AI연구원');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(
    '다른 숫자로 합을 맞추려면 25.1%부터 99.9%까지만 적을 수 있어요.',
  );
  expect(await shown(form)).toEqual([600, 750, 200]);
  await lock(form, '업스테이지').click();
  await expect(field).not.toHaveAttribute('aria-invalid');
});

test('a number that moves others is shown before it is saved, also with Enter and by the button', async ({
  page,
}) => {
  const form = await openEditor(page);
  await typeNumbers(form, { SK텔레콤: '80' });
  await page.keyboard.press('Enter');
  await expect.poll(() => shown(form)).toEqual([800, 600, 600]);
  await expect(form.getByText('합이 200%가 되도록 맞췄어요.', { exact: false })).toBeVisible();
  await typeNumbers(form, { 업스테이지: '90' });
  await pressable(form, '예측 남기기').click();
  await expect.poll(() => shown(form)).toEqual([800, 900, 300]);
  await pressable(form, '예측 남기기').click();
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
  await expect(pressable(form, '저장됨')).toBeVisible();
});

test('picks become numbers in the same form, and back', async ({ page }) => {
  await page.goto('/questions/final-3');
  const form = await pick(page, 'SK텔레콤', 'LG AI연구원');
  await openNumbers(page);
  await expect(form.getByRole('textbox').first()).toBeFocused();
  expect(await shown(form)).toEqual([800, 400, 800]);
  await expect(form.getByRole('checkbox')).toHaveCount(0);
  await slider(form, '업스테이지').fill('10');
  await form.getByRole('button', { name: '골라서 예측하기' }).click();
  await expect(form.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await expect(form.getByRole('slider')).toHaveValue('95');
  await expect(form.getByRole('button', { name: /예측 남기기/ })).toHaveCount(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, on a phone`, () => {
    test.use({ colorScheme, viewport: PHONE, isMobile: true, hasTouch: true });

    test('twelve options with long names fit, can be moved, and axe finds nothing', async ({ page }) => {
      if (colorScheme === 'light') await openTwelve();
      const form = await openEditor(page, TWELVE_SLUG, TWELVE[0]);
      await slider(form, TWELVE[2] ?? '').fill('80');
      await expectSum(form, 5000, TWELVE);
      await lock(form, TWELVE[2] ?? '').tap();
      await raise(form, TWELVE[11] ?? '').tap();
      await expectSum(form, 5000, TWELVE);
      expect(await shownNumbers(form, [TWELVE[2] ?? ''])).toEqual(['80']);
      await expectNoProblems(page);
      await pressable(form, '예측 남기기').tap();
      await expect(undo(page)).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('there are boxes and a button that fits the sum, but no sliders', async ({ page, origin }) => {
    await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '75', lg: '45' });
    await page.goto('/questions/final-3');
    const form = await openNumbers(page);
    await expect(numberField(form, 'SK텔레콤')).toBeVisible();
    await expect(form.getByRole('slider')).toHaveCount(0);
    await expect(form.locator('caption')).toHaveText('이렇게 끝나면 내 점수');
    const heights = await Promise.all(
      COMPANIES.map(async (name) => (await numberField(form, name).boundingBox())?.y ?? 0),
    );
    expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeLessThan(140);
    await typeNumbers(form, { SK텔레콤: '70' });
    await pressable(form, '예측 바꾸기').click();
    await pressable(form, '합 맞추기').click();
    await expectSum(form, 2000);
    await pressable(form, '예측 바꾸기').click();
    await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
    await expect(undo(page)).toBeVisible();
  });
});
