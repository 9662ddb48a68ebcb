// The admin pages on the day of an announcement: on a phone, with and without scripts.
import type { Page } from '@playwright/test';
import { useAdmin } from './setup/admins.ts';
import { crowdOf } from './setup/crowd.ts';
import { withDatabase } from './setup/database.ts';
import { useOwnSite } from './setup/own-site.ts';
import { newPerson, postForecast, requestsOf, signIn } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

const admin = useAdmin(own);

test.beforeEach(async ({ context }) => {
  await signIn(context, own.site, admin);
});

async function addEvent(page: Page, title: string): Promise<void> {
  await page.goto('/admin/events/new');
  await page.getByLabel('제목 (한국어)').fill(title);
  await page.getByLabel('출처 주소').fill('http://example.com/');
  await page.getByRole('button', { name: '더하기' }).click();
  await expect(page.getByText('https://로 시작하는 주소를 적어 주세요.')).toBeVisible();
  await expect(page.getByLabel('제목 (한국어)')).toHaveValue(title);
  await expect(page.getByLabel('출처 주소')).toHaveValue('http://example.com/');
  await page.getByLabel('출처 주소').fill('https://www.msit.go.kr/news/3');
  await page.getByRole('button', { name: '더하기' }).click();
  await expect(page.getByText('저장했어요.')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, () => {
    test.use({ ...PHONE, javaScriptEnabled });

    test('an admin adds an event, corrects and hides it', async ({ page }) => {
      const title = `3차 평가 결과 발표 ${javaScriptEnabled ? '가' : '나'}`;
      await addEvent(page, title);
      await page.goto('/');
      await expect(page.getByRole('link', { name: title })).toBeVisible();

      await page.goto('/admin/events');
      await page.getByRole('link', { name: title }).click();
      const correction = page.getByRole('main').locator('form').first();
      await correction.getByLabel('시각 (한국 시각)').fill('10:30');
      await correction.getByRole('button', { name: '저장하기' }).click();
      await expect(correction.getByText('이유를 적어 주세요. 기록에 남아요.')).toBeVisible();
      await expect(correction.getByLabel('시각 (한국 시각)')).toHaveValue('10:30');
      await correction.getByLabel('바꾸는 이유').fill('시각이 나왔어요');
      await correction.getByRole('button', { name: '저장하기' }).click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      await expect(page.getByRole('link', { name: title })).toContainText('10:30 (KST)');

      await page.getByRole('link', { name: title }).click();
      const hiding = section(page, '숨기기');
      await hiding.getByLabel('바꾸는 이유').fill('잘못된 소식이에요');
      await hiding.getByRole('button', { name: '숨기기' }).click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      await expect(page.getByRole('link', { name: title })).toContainText('숨긴 소식');
      for (const path of ['/', '/rounds']) {
        await page.goto(path);
        await expect(page.getByRole('link', { name: title })).toHaveCount(0);
      }
    });

    test('changes the announced seats for a reason', async ({ page }) => {
      await page.goto('/admin/rounds/3');
      const menu = page.getByRole('navigation', { name: '운영 메뉴' });
      await expect(menu.locator('[aria-current="true"]')).toHaveText('평가');
      const seats = section(page, '자리 수');
      const count = javaScriptEnabled ? '3' : '1';
      await seats.getByLabel('자리 수').fill(count);
      await seats.getByRole('button', { name: '자리 바꾸기' }).click();
      await expect(seats.getByText('이유를 적어 주세요. 기록에 남아요.')).toBeVisible();
      await expect(seats.getByLabel('자리 수')).toHaveValue(count);
      await seats.getByLabel('바꾸는 이유').fill('보도자료에서 바뀌었어요');
      await seats.getByRole('button', { name: '자리 바꾸기' }).click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      await expect(section(page, '자리 수').getByLabel('바꾸는 이유')).toHaveValue('');
      await page.goto('/admin/log');
      const change = page.getByRole('article').first();
      await expect(change.getByRole('heading', { level: 2 })).toHaveText(admin.handle);
      await expect(change).toContainText('이유: 보도자료에서 바뀌었어요');
      await expect(change.getByRole('heading', { level: 3 })).toHaveText('round 3 바꿈');
      await expect(change).toContainText(new RegExp(`announcedSeats\\s*바꾸기 전: \\d\\s*바꾼 뒤: ${count}`));
    });

    test('excludes and restores an account, and the odds follow at once', async ({ page }) => {
      const [one, two] = [newPerson(), newPerson()];
      const odds = [
        { skt: '90', upstage: '80', lg: '30' },
        { skt: '60', upstage: '60', lg: '80' },
      ];
      for (const [i, person] of [one, two].entries()) {
        const request = await requestsOf(own.site, person);
        await postForecast(request, own.site.url, 'final-3', odds[i] ?? {});
        await request.dispose();
      }
      const before = await crowdOf(page.request);

      await page.goto('/admin/accounts');
      await page.getByLabel('닉네임으로 찾기').fill(two.handle.slice(3));
      await page.getByRole('button', { name: '찾기' }).click();
      await page.getByRole('link', { name: two.handle }).click();
      await page.getByRole('button', { name: '이 계정 제외하기' }).click();
      await expect(page.getByText('이유를 적어 주세요. 기록에 남아요.')).toBeVisible();
      await page.getByLabel('이유 (공개돼요)').fill('두 번째 계정이에요');
      await page.getByRole('button', { name: '이 계정 제외하기' }).click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      const without = await crowdOf(page.request);
      expect(without.forecasters).toBe(before.forecasters - 1);
      expect(without.permille).not.toEqual(before.permille);
      await expect(page.getByRole('listitem').filter({ hasText: '두 번째 계정이에요' })).toBeVisible();

      await page.getByLabel('이유 (공개돼요)').fill('다른 사람이었어요');
      await page.getByRole('button', { name: '이 계정 다시 넣기' }).click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      await expect(page.getByRole('button', { name: '이 계정 제외하기' })).toBeVisible();
      const { permille, forecasters } = before;
      expect(await crowdOf(page.request)).toMatchObject({ permille, forecasters });
    });
  });
}

test.describe('on a phone', () => {
  test.use(PHONE);

  test('an admin confirms the facts, and pages no longer say that they are outdated', async ({ page }) => {
    await withDatabase(own.site, (db) =>
      db.updateTable('contest').set({ lastVerifiedOn: '2026-08-18' }).execute(),
    );
    const old = page.getByText('그 뒤 소식은 빠졌을 수 있어요');
    for (const path of ['/', '/rounds']) {
      await page.goto(path);
      await expect(old).toBeVisible();
    }
    await page.goto('/admin');
    for (const name of ['OPERATOR_NAME', 'OPERATOR_CONTACT', 'ARTICLE_URL'])
      await expect(section(page, '아직 정하지 않은 것').getByText(name)).toBeVisible();
    await page.getByRole('button', { name: '오늘 확인했어요, 새 소식 없음' }).click();
    await expect(page.getByText('저장했어요.')).toBeVisible();
    await expect(section(page, '사실 확인')).toContainText('오늘 확인했어요.');
    for (const path of ['/', '/rounds']) {
      await page.goto(path);
      await expect(page.getByText('마지막 확인:').first()).toBeVisible();
      await expect(old).toHaveCount(0);
    }
  });

  test('adds and removes a wildcard; a removal by somebody else is reported', async ({ page, context }) => {
    await page.goto('/admin/rounds/3');
    await page.getByRole('link', { name: '참가 기업 더하기' }).click();
    await page.getByLabel('기업', { exact: true }).selectOption('모티프테크놀로지스');
    await page.getByRole('button', { name: '더하기' }).click();
    await expect(page.getByText('저장했어요.')).toBeVisible();
    await page.getByRole('link', { name: '모티프테크놀로지스' }).click();
    await expect(page).toHaveURL('/admin/rounds/3/motif');

    const late = await context.newPage();
    await late.goto('/admin/rounds/3/motif');
    for (const tab of [page, late]) {
      await tab.getByLabel('바꾸는 이유').fill('참가를 거뒀어요');
      await tab.getByRole('button', { name: '이 평가에서 제외하기' }).click();
      await expect(
        tab.getByText(tab === page ? '저장했어요.' : '이미 없어졌어요. 다른 관리자가 먼저 바꿨을 수 있어요.'),
      ).toBeVisible();
    }
  });

  test('keeps typed values after a failed request, and can send them later', async ({ page }) => {
    await page.goto('/admin/events/new');
    const title = page.getByLabel('제목 (한국어)');
    const add = page.getByRole('button', { name: '더하기' });
    await title.fill('지하철에서 적은 소식');
    await page.getByLabel('출처 주소').fill('https://www.msit.go.kr/news/subway');
    await page.route(/events\/new\?/, (route) => route.abort());
    await add.click();
    await expect(page.getByRole('alert')).toContainText('보내지 못했어요.');
    await expect(title).toHaveValue('지하철에서 적은 소식');
    await page.unroute(/events\/new\?/);
    await page.route(/events\/new\?/, (route) =>
      route.fulfill({ status: 502, json: { type: 'error', status: 502, error: { message: 'Bad Gateway' } } }),
    );
    await add.click();
    await expect(page.getByRole('alert')).toContainText('서버가 답하지 못했어요.');
    await expect(title).toHaveValue('지하철에서 적은 소식');
    await page.unroute(/events\/new\?/);
    await add.click();
    await expect(page.getByText('저장했어요.')).toBeVisible();
    await expect(page.getByRole('link', { name: /지하철에서 적은 소식/ })).toHaveCount(1);
  });

  test('keeps typed values when the session has ended', async ({ page, context }) => {
    await page.goto('/admin/events/new');
    const title = page.getByLabel('제목 (한국어)');
    const add = page.getByRole('button', { name: '더하기' });
    await title.fill('밤새 열어 둔 소식');
    await expect(add).toBeEnabled();
    await page.waitForLoadState('networkidle');
    await context.clearCookies();
    await add.click();
    await expect(page.getByRole('alert')).toContainText('서버가 답하지 못했어요.');
    await expect(title).toHaveValue('밤새 열어 둔 소식');
  });

  test('shows an edit conflict with the other admin’s changes beside the typed values', async ({
    page,
    context,
  }) => {
    const late = await context.newPage();
    for (const tab of [page, late]) await tab.goto('/admin/companies/nc-ai');
    for (const [tab, name] of [
      [page, '먼저 고친 이름'],
      [late, '나중에 고친 이름'],
    ] as const) {
      await tab.getByLabel('이름 (한국어)', { exact: true }).fill(name);
      await tab.getByRole('button', { name: '저장하기' }).click();
    }
    await expect(page.getByText('저장했어요.')).toBeVisible();
    await expect(late.getByRole('alert')).toContainText('그사이 다른 곳에서 먼저 바꿨어요.');
    await expect(late.getByRole('alert')).toContainText(admin.handle);
    await expect(late.getByRole('alert')).toContainText(/nameKo\s*먼저 고친 이름/);
    await expect(late.getByLabel('이름 (한국어)', { exact: true })).toHaveValue('나중에 고친 이름');
    await late.getByRole('button', { name: '저장하기' }).click();
    await expect(late.getByText('저장했어요.')).toBeVisible();
    await expect(late.getByRole('link', { name: /나중에 고친 이름/ })).toBeVisible();
  });

  test('adds a company and edits it', async ({ page }) => {
    await page.goto('/admin/companies/new');
    await page.getByLabel('이름 (한국어)', { exact: true }).fill('새 회사');
    await page.getByLabel('짧은 이름 (한국어)').fill('새');
    await page.getByLabel('주소 이름').fill('lg');
    await page.getByRole('button', { name: '더하기' }).click();
    await expect(page.getByText('이미 쓰는 주소예요. 다른 주소를 적어 주세요.')).toBeVisible();
    await page.getByLabel('주소 이름').fill('new-co');
    await page.getByRole('button', { name: '더하기' }).click();
    await page.getByRole('link', { name: /새 회사/ }).click();
    await page.getByLabel('컨소시엄').fill('대학\n병원');
    await page.getByRole('button', { name: '저장하기' }).click();
    await expect(page.getByText('저장했어요.')).toBeVisible();
  });

  test('publishes a disclosure', async ({ page }) => {
    await page.goto('/about');
    await expect(page.getByText('아직 밝히지 않았어요.').first()).toBeVisible();
    await page.goto('/admin');
    await page.getByRole('link', { name: '지금 적기' }).click();
    await page.getByLabel('내 이해관계 (한국어)').fill('SK텔레콤 주식이 있어요.');
    await page.getByRole('button', { name: '공개하기' }).click();
    await expect(page.getByText('저장했어요.')).toBeVisible();
    await page.goto('/about');
    await expect(page.getByText('SK텔레콤 주식이 있어요.')).toBeVisible();
    await page.goto('/author');
    await expect(section(page, '이해관계')).toContainText('아직 밝히지 않았어요.');
    await page.goto('/en/about');
    await expect(page.getByText('SK텔레콤 주식이 있어요.')).toHaveAttribute('lang', 'ko');
  });
});
