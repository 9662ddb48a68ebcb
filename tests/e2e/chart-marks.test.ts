// Marks of events on the time axis of the odds.
import type { Page } from '@playwright/test';
import { crampedMarks } from './setup/event-marks.ts';
import { EVENTS, historyOf, openChart, PHONE, useHistory } from './setup/history-chart.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

useHistory();

/** Everything on the time axis that can be pressed, in the order of time. */
const marksOf = (page: Page) =>
  historyOf(page)
    .getByRole('group', { name: '시간 축의 소식' })
    .filter({ visible: true })
    .getByRole('button');

const MARKS: [width: number, names: string[]][] = [
  [320, ['소식 1: 첫 소식', '소식 2–4, 모두 3건']],
  [360, ['소식 1: 첫 소식', '소식 2–4, 모두 3건']],
  [768, ['소식 1: 첫 소식', '소식 2–3, 모두 2건', '소식 4: 넷째 소식']],
  [1024, ['소식 1: 첫 소식', '소식 2–3, 모두 2건', '소식 4: 넷째 소식']],
  [1280, ['소식 1: 첫 소식', '소식 2–3, 모두 2건', '소식 4: 넷째 소식']],
];

test('at every width each mark is large enough for a finger, and those too near each other are one', async ({
  page,
}) => {
  await openChart(page);
  for (const [width, names] of MARKS) {
    await page.setViewportSize({ width, height: 740 });
    await expect(marksOf(page), `${width} px`).toHaveCount(names.length);
    for (const [i, name] of names.entries()) await expect(marksOf(page).nth(i)).toHaveAccessibleName(name);
    expect(await crampedMarks(marksOf(page)), `${width} px`).toEqual([]);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE });

  test('an event mark shows its events at the mark, with the numbers of the list below, by keyboard too', async ({
    page,
  }) => {
    await openChart(page);
    const mark = marksOf(page).last();
    await mark.focus();
    await page.keyboard.press('Enter');
    const shown = page.getByRole('dialog', { name: '소식 2–4, 모두 3건' });
    await expect(shown).toBeVisible();
    await expect(shown.getByRole('listitem')).toHaveCount(3);
    const list = section(page, '관련 소식');
    for (const [i, { title }] of EVENTS.entries()) {
      const number = String(i + 1);
      await expect(list.getByRole('listitem').filter({ hasText: title })).toContainText(number);
      if (i > 0) await expect(shown.getByRole('listitem').filter({ hasText: title })).toContainText(number);
    }
    await page.keyboard.press('Tab');
    await expect(shown.getByRole('link').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(shown).toBeHidden();
    await expect(mark).toBeFocused();
  });
});
