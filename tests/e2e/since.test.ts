// What has happened since a reader's last forecast.
import { withDatabase } from './setup/close.ts';
import { type Crowd, crowdOf, someoneForecasts } from './setup/crowd.ts';
import { addEvent } from './setup/events.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const DAY_MS = 86_400_000;

/** From now on the odds of a reader's last forecast are these, whatever minute it was made in. */
function setOddsOfThen(questionSlug: string, permille: number[]): Promise<unknown> {
  const MINUTE_MS = 60_000;
  const FURTHEST = Number.MAX_SAFE_INTEGER;
  return withDatabase(own.site, async (db) => {
    const { questionId, madeAt } = await db
      .selectFrom('standing')
      .innerJoin('question', 'question.id', 'standing.questionId')
      .select(['standing.questionId', 'standing.madeAt'])
      .where('question.slug', '=', questionSlug)
      .orderBy('standing.seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    const minute = Math.floor(madeAt.getTime() / MINUTE_MS) * MINUTE_MS;
    const values = [0, MINUTE_MS].map((later) => ({
      questionId,
      at: new Date(minute + later),
      seq: FURTHEST,
      permille,
      forecasters: 5,
    }));
    await db
      .insertInto('crowdPoint')
      .values(values)
      .onConflict((c) => c.columns(['questionId', 'at']).doUpdateSet({ seq: FURTHEST, permille }))
      .execute();
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
    .map(([name, by]) => `${name} ${by > 0 ? '+' : '−'}${Math.abs(Math.round(by / 10))}`)
    .join(' · ');
}

test('a returning reader sees changes of the odds since their forecast', async ({ page, reader }) => {
  expect(reader.handle).toBeTruthy();
  const line = page.getByText(/^내 예측 뒤로:/).first();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(line).toHaveCount(0);

  await postForecast(page.request, own.site.url, 'final-3', { skt: '60', upstage: '80', lg: '60' });
  await setOddsOfThen('final-3', [600, 800, 600]);
  await someoneForecasts(page, own.site, '99', '20', '81');
  const crowd = await crowdOf(page.request);
  expect(sentence(crowd)).not.toBe('');
  for (const path of ['/', '/rounds', '/questions/final-3']) {
    // Not in the first seconds, in which the odds that the forecast made are not written yet.
    await expect(async () => {
      await page.goto(path);
      await expect(page.locator('p').filter({ has: line })).toContainText(
        `내 예측 뒤로: ${sentence(crowd)}`,
        {
          timeout: 1000,
        },
      );
    }).toPass();
  }

  await someoneForecasts(page, own.site, '99', '10', '91');
  const later = await crowdOf(page.request);
  expect(sentence(later)).not.toBe(sentence(crowd));
  await expect(page.locator('p').filter({ has: line })).toContainText(`내 예측 뒤로: ${sentence(later)}`);

  await addEvent(own.site, 'news-since', new Date(Date.now() + 2 * DAY_MS), '새 소식');
  await page.goto('/');
  await page.locator('p').filter({ has: line }).getByRole('link', { name: '소식 1건' }).click();
  await expect(page).toHaveURL(/\/questions\/final-3#events$/);
  await expect(page.getByRole('link', { name: '새 소식' })).toBeInViewport();
});
