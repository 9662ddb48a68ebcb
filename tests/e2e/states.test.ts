// A site with many states: a simulation, a closed edition and its successor, and a result that is corrected and annulled
// in the end.
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as questionAdmin from '../../src/lib/server/questions/admin.ts';
import * as editions from '../../src/lib/server/questions/edition.ts';
import { makeAdmin } from './setup/admins.ts';
import { expectNoProblemsAt, WIDTHS } from './setup/audit.ts';
import { closeQuestion } from './setup/close.ts';
import { withDatabase } from './setup/database.ts';
import { useOwnSite } from './setup/own-site.ts';
import { inLanguage, LANGUAGES, MISSING_PAGE, OWN_PAGES } from './setup/pages.ts';
import { newPerson, signIn } from './setup/people.ts';
import { giveCrowd, publishResult } from './setup/publish.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const PAGES = [
  '/',
  '/questions',
  '/questions/final-3',
  '/questions/final-3b',
  '/questions/scenario',
  '/rounds',
  '/companies/skt',
  '/leaderboard',
  '/author',
  '/about',
  MISSING_PAGE,
];
/** Pages on which the result is read. */
const RESULT_PAGES = ['/questions/count-3', '/results/count-3', '/questions', '/embed/count-3'];
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

test.beforeAll(async () => {
  const { site } = own;
  await giveCrowd(site, 'count-3', [100, 500, 300, 100]);
  await publishResult(site, 'count-3', ['two']);
  await closeQuestion(site, 'scenario');
  await withDatabase(site, async (db) => {
    const { draft } = await questionAdmin.get(db, 'final-3');
    await editions.start(db, COMMAND_LINE, 'final-3', { ...draft, slug: 'final-3b', seats: 1 });
    await db.updateTable('contest').set({ isSimulation: true }).execute();
  });
  await site.restart();
});

/** Every page once, in one language and scheme; pages.test.ts has the others. */
for (const [i, path] of [...new Set([...PAGES, ...RESULT_PAGES, ...OWN_PAGES])].entries()) {
  const language = LANGUAGES[i % 2]!;
  test.describe(`in ${language}`, () => {
    test.use({ colorScheme: language === 'ko' ? 'light' : 'dark', ...PHONE });

    test(`axe finds nothing on ${path}, targets are large enough, and nothing scrolls sideways, at any width`, async ({
      page,
      reader: _,
    }) => {
      await expectNoProblemsAt(page, inLanguage(path, language));
      await expect(page.getByText(/시뮬레이션이에요|This is a simulation/)).toBeVisible();
    });
  });
}

test('the simulation banner is a labelled region', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('complementary', { name: '시뮬레이션 안내' })).toContainText('모두 가상이에요');
});

test('editions are distinguished by their titles', async ({ page }) => {
  const older = '마지막 두 자리, 누가 앉을까요? (세 팀일 때)';
  await page.goto('/questions/final-3');
  await expect(page.getByRole('heading', { level: 1, name: older })).toBeVisible();
  await expect(page.getByRole('link', { name: '마지막 두 자리, 누가 앉을까요?', exact: true })).toBeVisible();
  await page.goto('/questions/final-3b');
  await page.getByRole('link', { name: older }).click();
  await expect(page).toHaveURL('/questions/final-3');
});

test('a company’s page lists its questions newest first, and marks closed ones', async ({ page }) => {
  await page.goto('/companies/skt');
  const items = section(page, '모두의 예측').getByRole('listitem');
  await expect(items.first()).toContainText('진행 중');
  await expect(items.first().getByRole('link')).toHaveAttribute('href', '/questions/final-3b');
  await expect(items.nth(1)).toContainText(/\(KST\)에 마감/);
});

test('the widget says that a question has closed, and that one is for opinions', async ({ page }) => {
  await page.goto('/embed/scenario');
  await expect(page.getByText('마감했어요. 결과를 기다리고 있어요.')).toBeVisible();
  await expect(page.getByText(/아직 예측 없음.*의견 질문/)).toBeVisible();
  await page.goto('/embed/final-3b');
  await expect(page.getByText('마감했어요')).toHaveCount(0);
  await expect(page.getByText('의견 질문')).toHaveCount(0);
});

test('every navigation link is visible from 360 px on, in both languages, also for an admin with the longest handle', async ({
  page,
}) => {
  const person = await signIn(page.context(), own.site, { ...newPerson(), handle: 'W'.repeat(20) });
  for (const tabs of [4, 5]) {
    if (tabs === 5) await makeAdmin(own.site, person);
    for (const language of LANGUAGES) {
      await page.goto(inLanguage('/about', language));
      const banner = page.getByRole('banner');
      await expect(banner.getByRole('navigation').getByRole('link')).toHaveCount(tabs);
      for (const width of WIDTHS.filter((width) => width >= 360)) {
        await page.setViewportSize({ width, height: 640 });
        for (const link of await banner.getByRole('link').filter({ visible: true }).all())
          await expect(link, `${language} ${width} px`).toBeInViewport({ ratio: 1 });
      }
    }
  }
});

// The last ones: the result changes.
for (const [state, cameTrue, said] of [
  ['corrected', ['three'], '세 곳'],
  ['annulled', null, '무효'],
] as const) {
  test(`axe finds nothing on a result that was ${state}`, async ({ page }) => {
    await publishResult(own.site, 'count-3', cameTrue);
    for (const path of RESULT_PAGES) {
      await expectNoProblemsAt(page, path);
      await expect(page.getByText(said).first(), path).toBeVisible();
    }
  });
}
