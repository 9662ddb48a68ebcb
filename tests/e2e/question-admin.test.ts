// An admin creates questions and a new edition on a phone; readers see the result.
import { makeAdmin } from './setup/admins.ts';
import { expectNoProblems } from './setup/audit.ts';
import { openNumbers, pressable, sentence, shownNumbers } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { exportedForecasts, postForecast } from './setup/people.ts';
import { EVIDENCE, fillEvidence, preview, publish } from './setup/resolving.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const PHONE = { width: 360, height: 720 };

test.use({ viewport: PHONE });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a template becomes a question: drafted, previewed, opened, forecast on, edited, closed', async ({
      page,
      reader,
      other,
      origin,
    }) => {
      test.slow();
      const month = javaScriptEnabled ? '2033-03' : '2033-04';
      const address = `/questions/aa-index-${month}`;
      await makeAdmin(own.site, reader);
      await page.goto('/admin/questions');
      if (javaScriptEnabled) await expectNoProblems(page);
      await page.getByRole('link', { name: '새 질문', exact: true }).click();
      await page.getByRole('radio', { name: /Artificial Analysis 지수/ }).check();
      await page.getByLabel('기준일').fill(`${month}-15`);
      await page.getByRole('button', { name: '이 템플릿으로 채우기' }).click();
      const title = page.getByLabel('제목 (한국어)');
      await expect(title).toHaveValue(/Artificial Analysis 지수에서 누가 앞설까요\?$/);

      // A misprint, an option too many, and a fault: everything typed comes back.
      await title.fill('3월 말, Artificial Analysis 지수에서 누가 압설까요?');
      await page.locator('summary').filter({ hasText: '선택지 더하기' }).click();
      const fifth = page.getByLabel(/^선택지 5 이름/);
      await fifth.fill('없음');
      await page.getByLabel('자리 수').fill('5');
      await page.getByRole('button', { name: '초안 저장' }).click();
      await expect(page.getByText('쓸 수 있는 범위를 벗어났어요.')).toBeVisible();
      await expect(title).toHaveValue(/압설까요/);
      await expect(fifth).toHaveValue('없음');
      await expect(fifth).toBeVisible();
      await fifth.fill('');
      await page.getByLabel('자리 수').fill('1');
      if (javaScriptEnabled) await expectNoProblems(page);
      await page.getByRole('button', { name: '초안 저장' }).click();

      await expect(page).toHaveURL(`/admin${address}`);
      await expect(page.getByText('미리 보기')).toBeVisible();
      await expect(page.getByText('동점이거나 없음', { exact: true })).toBeVisible();
      if (javaScriptEnabled) await expectNoProblems(page);
      expect((await other.goto(address))?.status()).toBe(404);
      expect(await (await other.request.get('/api/v1/questions')).text()).not.toContain(month);
      await page.getByRole('button', { name: '지금 열기' }).click();
      await expect(page.getByText('질문을 열었어요.')).toBeVisible();
      if (javaScriptEnabled) await expectNoProblems(page);

      await other.goto(address);
      await expect(other.getByRole('heading', { level: 1 })).toContainText('누가 압설까요?');
      const placed = await postForecast(other.request, origin, `aa-index-${month}`, {
        lg: '40',
        skt: '20',
        upstage: '30',
        'tie-or-none': '10',
      });
      expect(placed.status()).toBe(303);

      // An edit without a reason is refused and nothing typed is lost; with one it is public, and the forecaster hears of it.
      await page.goto(`/admin${address}`);
      const words = section(page, '글 고치기');
      const mended = '3월 말, Artificial Analysis 지수에서 누가 앞설까요?';
      const reason = words.getByLabel('고치는 이유');
      await words.getByLabel('제목 (한국어)').fill(mended);
      await reason.fill(' ');
      await words.getByRole('button', { name: '고친 글 저장' }).click();
      await expect(words.getByText('이유를 적어 주세요. 기록에 남아요.')).toBeVisible();
      await expect(reason).toHaveAttribute('aria-invalid', 'true');
      await expect(words.getByLabel('제목 (한국어)')).toHaveValue(mended);
      if (javaScriptEnabled) await expectNoProblems(page);
      await reason.fill('오타');
      await words.getByRole('button', { name: '고친 글 저장' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('누가 앞설까요?');
      await other.goto('/me/notices');
      await other
        .getByRole('link', { name: `질문의 글이 바뀌었어요. 바뀐 글과 이유를 확인해 주세요: ${mended}` })
        .click();
      await expect(other).toHaveURL(`${address}#edits`);
      const edits = section(other, '글을 고친 기록');
      await expect(edits.locator('del')).toContainText('누가 압설까요?');
      await expect(edits.locator('ins')).toContainText('누가 앞설까요?');
      await expect(edits).toContainText('이유: 오타');

      await page.goto(`/admin${address}`);
      await page.getByText('지금 닫기', { exact: true }).click();
      await page.getByRole('button', { name: '지금 바로 닫기' }).click();
      await expect(page.getByText('질문을 닫았어요.')).toBeVisible();
      await expect(page.getByRole('heading', { name: '마감', exact: true })).toHaveCount(0);
      const late = await postForecast(other.request, origin, `aa-index-${month}`, {
        lg: '30',
        skt: '30',
        upstage: '30',
        'tie-or-none': '10',
      });
      expect(late.status()).toBe(409);
    });
  });
}

test('a close is scheduled, and becomes unknown again', async ({ page, reader }) => {
  await makeAdmin(own.site, reader);
  await page.goto('/admin/questions/final-3');
  const close = section(page, '마감');
  await close.getByLabel('마감 시각(한국 시각)').fill('2020-01-01T00:00');
  await close.getByRole('button', { name: '마감 시각 저장' }).click();
  await expect(close.getByText('이미 지난 때예요.')).toBeVisible();
  await close.getByLabel('마감 시각(한국 시각)').fill('2027-06-01T12:00');
  await close.getByRole('button', { name: '마감 시각 저장' }).click();
  await expect(page.getByText('2027년 6월 1일(화) 12:00 (KST) 마감')).toBeVisible();
  await close.getByLabel('마감 시각(한국 시각)').fill('');
  await close.getByRole('button', { name: '마감 시각 저장' }).click();
  await expect(page.getByText(/늦어도 2027년 12월 31일까지/)).toBeVisible();
});

test('a yes/no question is answered once, and the next result begins with its evidence', async ({
  page,
  reader,
}) => {
  await makeAdmin(own.site, reader);
  await page.goto('/admin/questions/new?template=date&day=2033-03-31');
  await page.getByRole('button', { name: '초안 저장' }).click();
  await page.getByRole('button', { name: '지금 열기' }).click();
  await expect(page.getByText('질문을 열었어요.')).toBeVisible();
  await page.getByRole('link', { name: '결과 확정', exact: true }).click();
  const answers = page.getByRole('radiogroup', { name: '결과' }).getByRole('radio');
  await expect(answers).toHaveCount(2);
  await expect(page.getByText(/실제로 남은 수가 달라도/)).toHaveCount(0);
  await fillEvidence(page);
  await page.getByRole('button', { name: '미리 보기' }).click();
  await expect(page.getByRole('radiogroup', { name: '결과' })).toHaveAttribute('aria-invalid', 'true');
  await answers.first().check();
  await preview(page);
  await expectNoProblems(page);
  await publish(page);
  await expect(page).toHaveURL(/\/results\/round-/);

  await page.goto('/admin/questions/count-3/resolve');
  await expect(page.getByLabel('근거 1 주소')).toHaveValue(EVIDENCE);
  await expect(page.getByLabel('근거 1 게시 시각')).not.toHaveValue('');
  await expect(page.getByText(/방금 공개한 결과에서 옮겨 왔어요/)).toBeVisible();
});

test('a close within a week stands on the first page of the admins', async ({ page, reader }) => {
  await makeAdmin(own.site, reader);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);
  for (const [days, words] of [
    [3, '일주일 안에 마감돼요'],
    [0.5, '하루 안에 마감돼요'],
  ] as const) {
    await page.goto('/admin/questions/count-3');
    const close = section(page, '마감');
    await close.getByLabel('마감 시각(한국 시각)').fill(inDays(days));
    await close.getByRole('button', { name: '마감 시각 저장' }).click();
    await expect(page.getByText('저장했어요.')).toBeVisible();
    await page.goto('/admin');
    await expect(page.getByRole('listitem').filter({ hasText: words })).toContainText('(KST)');
  }
});

test('a draft is deleted, and the admin pages are 404 for non-admins', async ({ page, reader, other }) => {
  await makeAdmin(own.site, reader);
  await page.goto('/admin/questions/new?template=date&day=2033-01-31');
  await page.getByRole('button', { name: '초안 저장' }).click();
  await page.getByText('초안 지우기').click();
  await page.getByRole('button', { name: '지우기', exact: true }).click();
  await expect(page.getByText('초안이 없어요.')).toBeVisible();
  for (const path of ['/admin/questions', '/admin/questions/new', '/admin/questions/final-3']) {
    expect((await other.goto(path))?.status(), path).toBe(404);
  }
});

test('a new edition locks the old one and offers forecasters their old numbers as a draft', async ({
  page,
  reader,
  other,
  origin,
}) => {
  const before = await postForecast(other.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  expect(before.status()).toBe(303);
  await makeAdmin(own.site, reader);
  await page.goto('/admin/questions/final-3');
  // A company dropped out and another joined: two of four are left to choose from by the same words.
  const next = section(page, '이어지는 질문 만들기');
  await next.getByRole('checkbox', { name: /모티프/ }).check();
  await expect(next.getByLabel('주소')).toHaveValue('final-3b');
  await next.getByLabel('자리 수').fill('4');
  await next.getByRole('button', { name: '초안 만들기' }).click();
  await expect(next.getByText('쓸 수 있는 범위를 벗어났어요.')).toBeVisible();
  await expect(next.getByRole('checkbox', { name: /모티프/ })).toBeChecked();
  await next.getByLabel('자리 수').fill('2');
  await expectNoProblems(page);
  await next.getByRole('button', { name: '초안 만들기' }).click();
  await expect(page).toHaveURL('/admin/questions/final-3b');

  // The draft keeps the words, for the admin to change, and the old question goes on until it is opened.
  await page.getByLabel('한 줄 설명 (한국어)').fill('네 곳 중 두 곳이 남을 예정이에요');
  await page.getByRole('button', { name: '초안 저장' }).click();
  await expect(section(page, '미리 보기').getByText('네 곳 중 두 곳이 남을 예정이에요')).toBeVisible();
  await expect(page.getByText(/앞 질문은 같은 순간에 닫히고/)).toBeVisible();
  await expectNoProblems(page);
  await page.goto('/admin/questions');
  await expect(page.getByText('열면 final-3 질문이 닫혀요.')).toBeVisible();
  await page.goto('/admin/questions/final-3');
  await expect(next).toHaveCount(0);
  await expect(page.getByRole('link', { name: '이어지는 질문 final-3b' })).toBeVisible();
  expect((await other.goto('/questions/final-3b'))?.status()).toBe(404);
  await other.goto('/questions/final-3');
  await expect(other.getByText('이 질문은 새 질문으로 이어졌어요.')).toHaveCount(0);
  await page.goto('/admin/questions/final-3b');
  await page.getByRole('button', { name: '지금 열기' }).click();
  await expect(page.getByText('질문을 열었어요.')).toBeVisible();
  await expectNoProblems(page);

  await other.goto('/questions/final-3');
  await expect(other.getByText('이 질문은 새 질문으로 이어졌어요.')).toBeVisible();
  await other.getByRole('link', { name: '마지막 두 자리, 누가 앉을까요?' }).click();
  await expect(other).toHaveURL('/questions/final-3b');
  await expect(other.getByText('참가 기업이 바뀌어 새로 연 질문이에요.')).toBeVisible();

  const NAMES = ['SK텔레콤', '업스테이지', 'LG AI연구원', '모티프테크놀로지스'];
  for (const path of ['/questions/final-3b', '/']) {
    await other.goto(path);
    const numbers = other
      .locator('form')
      .filter({ has: other.getByRole('textbox') })
      .first();
    await expect(
      sentence(numbers, '이전 질문에 남긴 숫자를 옮겨 왔어요. 확인하고 저장해 주세요.'),
      path,
    ).toBeVisible();
    const shown = (await shownNumbers(numbers, NAMES)).map(Number);
    expect(Math.round(shown.reduce((sum, value) => sum + value, 0) * 10), path).toBe(2000);
    expect(shown[0], path).toBe(shown[1]);
    expect(shown[1], path).toBeGreaterThan(shown[2] ?? 100);
  }
  expect(await exportedForecasts(other.request)).toHaveLength(1);

  await other.goto('/questions/final-3b');
  const numbers = other.locator('form').filter({ has: other.getByRole('textbox') });
  await pressable(numbers, '예측 남기기').click();
  // Beside the form, or on the page that follows where its scripts were not there yet.
  await expect(other.getByText(/남겼어요/).first()).toBeVisible();
  const stored = await exportedForecasts(other.request);
  expect(stored.map(({ question }) => question)).toEqual(['final-3b', 'final-3']);
  await other.reload();
  await expect(other.getByText('이전 질문에 남긴 숫자를 옮겨 왔어요.')).toHaveCount(0);

  // Whoever comes new has an empty form.
  await page.goto('/questions/final-3b');
  const empty = await openNumbers(page);
  expect(await shownNumbers(empty, NAMES)).toEqual(['', '', '', '']);
});
