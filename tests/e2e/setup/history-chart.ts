// A question with odds and events over 30 days, and its chart.
import type { Locator, Page } from '@playwright/test';
import { someoneForecasts } from './crowd.ts';
import { getQuestion, withDatabase } from './database.ts';
import { addEvent } from './events.ts';
import { useOwnSite } from './own-site.ts';
import { section } from './sections.ts';
import { test } from './test.ts';

export const PHONE = { width: 360, height: 640 };
const DAY_MS = 86_400_000;
const HISTORY = [
  { slug: 'final-3', days: 30, permille: [600, 800, 600] },
  { slug: 'final-3', days: 20, permille: [712, 700, 588] },
  { slug: 'final-3', days: 10, permille: [655, 745, 600] },
  { slug: 'count-3', days: 30, permille: [100, 700, 150, 50] },
];
/** Of the question, oldest first. */
export const EVENTS = [
  { slug: 'first-news', daysAgo: 25, title: '첫 소식' },
  { slug: 'second-news', daysAgo: 15, title: '둘째 소식' },
  { slug: 'third-news', daysAgo: 14, title: '셋째 소식' },
  { slug: 'fourth-news', daysAgo: 9, title: '넷째 소식' },
];

const daysAgo = (days: number) => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS);

/** Gives a file a site with that history. */
export function useHistory(): ReturnType<typeof useOwnSite> {
  const own = useOwnSite();
  test.beforeAll(async () => {
    await withDatabase(own.site, async (db) => {
      for (const { slug, days, permille } of HISTORY) {
        const { id: questionId } = await getQuestion(db, slug);
        const point = { questionId, at: daysAgo(days), seq: 1, permille, forecasters: 5 };
        await db.insertInto('crowdPoint').values(point).execute();
      }
    });
    for (const { slug, daysAgo: days, title } of EVENTS) await addEvent(own.site, slug, daysAgo(days), title);
    await someoneForecasts(own.site, '80', '80', '40');
  });
  return own;
}

export const historyOf = (page: Page): Locator => section(page, '확률의 흐름');

export async function openChart(page: Page, slug = 'final-3'): Promise<Locator> {
  await page.goto(`/questions/${slug}`);
  const history = historyOf(page);
  await history.locator('figure').scrollIntoViewIfNeeded();
  const chart = history.getByRole('application', { name: /^확률의 흐름 그래프/ });
  await chart.scrollIntoViewIfNeeded();
  return chart;
}
