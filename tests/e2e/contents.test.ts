// Contents of the pages of a freshly seeded site.
import { forecastForm } from './setup/forecasting.ts';
import { postForecast } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

test.describe('the author’s picks', () => {
  test('are beside the crowd on the home page, with their source', async ({ page, reader: _, origin }) => {
    await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    await page.goto('/');
    const beside = section(page, '저자와 모두');
    await expect(beside.getByRole('columnheader', { name: /저자/ })).toBeVisible();
    await expect(beside.getByRole('columnheader', { name: /모두.*\d+명이 예측했어요/ })).toBeVisible();
    await expect(beside.getByRole('row', { name: /SK텔레콤.*저자의 픽/ })).toContainText(/75%\s*[\d.]+%/);
    await expect(beside.getByRole('row', { name: /업스테이지.*저자의 픽/ })).toContainText(/75%\s*[\d.]+%/);
    await expect(beside.getByRole('row', { name: /LG AI연구원/ })).toContainText(/50%\s*[\d.]+%/);
    await expect(beside.getByRole('row', { name: /LG AI연구원.*저자의 픽/ })).toHaveCount(0);
    await expect(beside).toContainText('2025년 가을 글의 픽을 옮겨 왔어요.');
    await expect(beside).toContainText('저자는 두 곳만 골랐고, 75%는 비교하려고 저희가 정했어요.');
    await expect(beside).toContainText('저자의 두 픽은 2차 평가까지 모두 남아 있어요.');
    await expect(beside).toContainText('저자의 예측은 모두의 예측에 넣지 않아요.');
  });

  test('are beside the crowd on their questions and on the author’s page', async ({ page }) => {
    await page.goto('/questions/scenario');
    const scenario = section(page, '저자와 모두');
    await expect(scenario.getByRole('row', { name: /K-AI 생태계 완성/ })).toContainText('70%');
    await expect(scenario.getByRole('row', { name: /글로벌 협력/ })).toContainText('20%');
    await expect(scenario.getByRole('row', { name: /아쉬운 결과/ })).toContainText('10%');
    await expect(scenario).not.toContainText('저자가 말한 숫자가 아니에요');
    await page.goto('/questions/count-3');
    await expect(section(page, '저자와 모두')).toHaveCount(0);
    await page.goto('/author');
    await expect(
      page.getByRole('main').getByText('저자는 두 곳만 골랐고, 75%는 비교하려고 저희가 정했어요.'),
    ).toBeVisible();
    await expect(page.getByRole('main')).toContainText('의견');
    await page.getByRole('link', { name: '나도 예측하기' }).click();
    await expect(page).toHaveURL('/questions/final-3');
  });
});

test('the rules are shown before the first forecast, with their official source', async ({ page }) => {
  for (const [slug, rule] of [
    ['final-3', /3차 평가의 결과로 다음 단계 진출이나 최종 선정을 공식 발표한 기업은 ‘예’/],
    ['final-3', /2027년 12월 31일 24시\(KST\)까지 발표가 없거나/],
    ['count-3', /2027년 6월 30일 24시\(KST\)까지 결과 발표가 없으면 ‘발표 없음’/],
    ['scenario', /결과를 확정하지 않고 점수도 매기지 않아요/],
  ] as const) {
    await page.goto(`/questions/${slug}`);
    await expect(page.getByRole('listitem').filter({ hasText: rule })).toBeVisible();
    if (slug === 'scenario') continue;
    await expect(page.getByRole('link', { name: '공식 출처' })).toHaveAttribute('href', /^https:\/\//);
  }
  await page.goto('/');
  await page.getByText('결과 판정 기준').first().click();
  await expect(page.getByText(/최종 선정을 공식 발표한 기업은 ‘예’/).first()).toBeVisible();
});

test('odds always show the number of forecasters', async ({ page, reader: _, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  for (const path of ['/', '/questions', '/questions/final-3', '/author']) {
    await page.goto(path);
    await expect(page.getByText(/\d+명이 예측했어요/).first(), path).toBeVisible();
  }
});

test('the home page has the last three events, the contest as a picture, and the other questions', async ({
  page,
}) => {
  await page.goto('/');
  const events = section(page, '최근 소식');
  await expect(events.getByRole('listitem')).toHaveCount(3);
  for (const event of await events.getByRole('listitem').all()) {
    await expect(event.getByRole('link')).toHaveAttribute('href', /^https:\/\//);
    await expect(event).toContainText(/20\d\d년 \d+월 \d+일/);
  }
  await expect(events).toContainText(/마지막 확인: 20\d\d년 \d+월 \d+일|20\d\d년 \d+월 \d+일 기준이에요/);

  const contest = section(page, '지금까지의 경쟁');
  await contest.scrollIntoViewIfNeeded();
  await expect(
    contest.getByRole('img', { name: /참가 기업 6곳.*지금 3곳/ }).filter({ visible: true }),
  ).toBeVisible();
  await contest.getByText('표로 보기').click();
  const table = contest.getByRole('table', { name: '기업마다 들어온 날과 결과' });
  await expect(table.getByRole('row')).toHaveCount(7);
  await expect(table.getByRole('row', { name: /네이버클라우드/ })).toContainText('1차 평가 탈락');
  await expect(table.getByRole('row', { name: /모티프/ })).toContainText('2차 평가 탈락');
  await expect(table.getByRole('row', { name: /업스테이지/ })).toContainText('3차 평가 결과를 기다려요');

  const others = section(page, '다른 질문');
  await expect(others.getByRole('heading', { level: 3 })).toHaveText([
    '3차 평가 뒤 몇 곳이 남을까요?',
    '세 시나리오 중 어느 쪽일까요?',
  ]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });

  test('the first screen has the question, its three rows and the button', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });
    for (const name of [/^SK텔레콤/, /^업스테이지/, /^LG AI연구원/]) {
      await expect(forecastForm(page).getByRole('checkbox', { name })).toBeInViewport({ ratio: 1 });
    }
    await expect(forecastForm(page).getByRole('button', { name: '두 곳을 골라 주세요' })).toBeInViewport({
      ratio: 1,
    });
    await forecastForm(page)
      .getByRole('checkbox', { name: /^SK텔레콤/ })
      .tap();
    await forecastForm(page)
      .getByRole('checkbox', { name: /^업스테이지/ })
      .tap();
    await expect(forecastForm(page).getByRole('slider')).toBeVisible();
    await expect(forecastForm(page).getByRole('button', { name: '예측 남기기' })).toBeInViewport({
      ratio: 1,
    });
  });
});

test('the rounds page has every round with entrants, results, reasons, scores and sources', async ({
  page,
}) => {
  await page.goto('/rounds');
  const [third, second, first] = ['3차 평가', '2차 평가', '1차 평가'].map((name) => section(page, name));
  await expect(page.getByRole('heading', { level: 2, name: /차 평가/ })).toHaveText([
    '3차 평가',
    '2차 평가',
    '1차 평가',
  ]);
  await expect(third!).toContainText('결과 발표일 미정');
  for (const [slug, title] of [
    ['final-3', '마지막 두 자리, 누가 앉을까요?'],
    ['count-3', '3차 평가 뒤 몇 곳이 남을까요?'],
  ] as const)
    await expect(third!.getByRole('link', { name: `예측하기 : ${title}` })).toHaveAttribute(
      'href',
      `/questions/${slug}`,
    );
  await expect(second!).toContainText('2026년 8월 18일');
  await expect(second!.getByRole('listitem').filter({ hasText: '모티프' }).first()).toContainText('탈락');
  await expect(first!.getByRole('listitem').filter({ hasText: '네이버클라우드' }).first()).toContainText(
    '탈락',
  );
  await second!.getByText('공개된 점수').click();
  await expect(second!.getByRole('table')).toContainText('만점');
  for (const round of [first!, second!, third!]) await expect(round.getByText(/출처 \d+개/)).toBeVisible();
});

test('the scoring page has its formulas, and round 1 as a worked example', async ({ page }) => {
  await page.goto('/about/scoring');
  const movable = section(page, '먼저 움직여 보세요');
  await expect(movable).toContainText('세 곳 중 두 곳을 골라 각각 80%로 예측했다면');
  await expect(movable.getByRole('definition')).toHaveText([/^\+\d+$/, /^−\d+$/]);
  await movable.getByRole('slider').fill('95');
  await expect(movable).toContainText('각각 95%로');
  await expect(page.getByRole('region', { name: '기본 점수' })).toHaveText('100 × (L₀ − L) ÷ (n × H)');
  for (const name of ['상대 점수 (남들보다)', '참여 기간', '오차 점수'])
    await expect(page.getByRole('region', { name })).toHaveText(/[−÷²]/);
  await expect(page.getByRole('term').filter({ hasText: 'L₀' })).toBeVisible();
  const example = page.getByRole('region', { name: '1차 평가로 따져 보면' });
  await expect(example.getByRole('row', { name: /^고르게/ })).toContainText('0.0');
  await expect(example.getByRole('columnheader', { name: /탈락/ })).toHaveCount(2);
});

test('empty lists say so', async ({ page }) => {
  await page.goto('/questions');
  await expect(section(page, /결과를 기다리는 질문/)).toContainText('결과를 기다리는 질문이 없어요.');
  await expect(section(page, /결과가 나온 질문/)).toContainText('결과가 나온 질문이 아직 없어요.');
  await expect(section(page, /열린 질문/).getByRole('article')).toHaveCount(3);
});
