// What has happened since a reader's last forecast.
import { randomUUID } from 'node:crypto';
import { makeClockSettable, setClock } from '#lib/server/platform/db/settable-clock.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { openSince } from './setup/close.ts';
import { getAccountId, getQuestion, withDatabase } from './setup/database.ts';
import { type Crowd, crowdOf, someoneForecasts } from './setup/crowd.ts';
import { addEvent } from './setup/events.ts';
import { useOwnSite } from './setup/own-site.ts';
import type { Person } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ODDS_THEN = [600, 800, 600];

/** A forecast of an hour ago, on a question that was open then: its odds are recorded. */
function forecastEarlier({ handle }: Person): Promise<unknown> {
  return withDatabase(own.site, async (db) => {
    await makeClockSettable(db);
    const { id: questionId } = await getQuestion(db, 'final-3');
    const accountId = await getAccountId(db, handle);
    // Odds are recorded at full minutes.
    const madeAt = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - HOUR_MS;
    await db
      .insertInto('crowdPoint')
      .values({ questionId, at: new Date(madeAt), seq: 1, permille: ODDS_THEN, forecasters: 5 })
      .execute();
    await setClock(db, madeAt);
    await forecasts.place(db, { accountId, questionId, permille: ODDS_THEN, requestId: randomUUID() });
  });
}

/** The sentence as it has to be, for odds of 60, 80 and 60 % then. */
function sentence({ permille }: Crowd): string {
  const moved: [string, number][] = [
    ['SKT', (permille['skt'] ?? 0) - 600],
    ['업스테이지', (permille['upstage'] ?? 0) - 800],
    ['LG', (permille['lg'] ?? 0) - 600],
  ];
  return moved
    .filter(([, by]) => Math.abs(by) >= 10)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([name, by]) => `${name} ${Math.abs(Math.round(by / 10))}%p${by > 0 ? '↑' : '↓'}`)
    .join(' · ');
}

test('a returning reader sees changes of the odds since their forecast', async ({ page, reader }) => {
  const line = page.getByText(/^내가 예측한 뒤/).first();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(line).toHaveCount(0);

  await openSince(own.site, 'final-3', new Date(Date.now() - DAY_MS));
  await forecastEarlier(reader);
  await expect.poll(async () => (await crowdOf(page.request)).forecasters).toBe(1);
  await someoneForecasts(own.site, '99', '20', '81');
  const crowd = await crowdOf(page.request);
  expect(sentence(crowd)).not.toBe('');
  for (const path of ['/', '/questions/final-3']) {
    await page.goto(path);
    await expect(page.locator('p').filter({ has: line })).toContainText(`내가 예측한 뒤 ${sentence(crowd)}`);
  }

  await someoneForecasts(own.site, '99', '10', '91');
  const later = await crowdOf(page.request);
  expect(sentence(later)).not.toBe(sentence(crowd));
  await expect(page.locator('p').filter({ has: line })).toContainText(`내가 예측한 뒤 ${sentence(later)}`);

  await addEvent(own.site, 'news-since', new Date(Date.now() + 2 * DAY_MS), '새 소식');
  await page.goto('/');
  await page.locator('p').filter({ has: line }).getByRole('link', { name: '소식 1건' }).click();
  await expect(page).toHaveURL(/\/questions\/final-3#events$/);
  await expect(page.getByRole('link', { name: '새 소식' })).toBeInViewport();
});
