// What there is to see, and how one gets there: every link leads somewhere, and every page reads without scripts.
import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { numberField, openNumbers, picksForm } from './setup/forecasting.ts';
import { join, newPerson, postForecast } from './setup/people.ts';
import { inLanguage, LANGUAGES, MISSING_PAGE, OWN_PAGE, PUBLIC_PAGES } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

const DISCLAIMER =
  '과학기술정보통신부·참가 기업과 관계없어요 · 포인트만 쓰고 돈은 오가지 않아요 · 여론조사가 아니에요';

const section = (page: Page, heading: string | RegExp): Locator =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: heading, exact: typeof heading === 'string' }) });

test('the navigation has what exists and nothing else, and marks where one is', async ({ page }) => {
  for (const path of [...PUBLIC_PAGES, MISSING_PAGE]) {
    await page.goto(path);
    const links = page.getByRole('navigation', { name: '주 메뉴' }).getByRole('link');
    await expect(links).toHaveText(['예측', '평가', '순위표', '저자']);
    await expect(page.getByRole('banner').getByRole('link', { name: '로그인' })).toBeVisible();
    await expect(page.getByRole('contentinfo').getByRole('link')).toHaveText([
      '소개',
      '개인정보 처리방침',
      'English',
    ]);
  }
  for (const [path, name] of [
    ['/questions', '예측'],
    ['/questions/scenario', '예측'],
    ['/rounds', '평가'],
    ['/leaderboard', '순위표'],
    ['/author', '저자'],
  ] as const) {
    await page.goto(path);
    const menu = page.getByRole('navigation', { name: '주 메뉴' });
    await expect(menu.locator('[aria-current="page"]')).toHaveText(name);
  }
});

test('the disclaimer is in every footer, in both languages', async ({ page }) => {
  for (const path of [...PUBLIC_PAGES, MISSING_PAGE]) {
    await page.goto(path);
    await expect(page.getByRole('contentinfo')).toContainText(DISCLAIMER);
    await page.goto(inLanguage(path, 'en'));
    await expect(page.getByRole('contentinfo')).toContainText('points only, no money');
  }
});

for (const who of ['a visitor', 'a reader'] as const) {
  test(`every link that ${who} can find leads somewhere`, async ({ request, origin }) => {
    if (who === 'a reader') {
      await join(request, origin, newPerson());
      await postForecast(request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    }
    const { broken, seen } = await crawl(request, origin, ['/', '/en', OWN_PAGE]);
    expect(broken).toEqual([]);
    for (const language of LANGUAGES) {
      // A record of a result is linked once there is one.
      const linked = PUBLIC_PAGES.filter((path) => !path.startsWith('/results/'));
      for (const path of linked.filter((path) => who === 'a visitor' || !/join|sign-in/.test(path))) {
        expect(seen, 'every page is linked').toContain(inLanguage(path, language));
      }
    }
  });
}

/** Follows every link of the site from some pages on. @returns which lead nowhere, and the paths that were seen */
async function crawl(request: APIRequestContext, origin: string, starts: string[]) {
  const queue = starts.map((path) => ({ from: 'the start', url: new URL(path, origin) }));
  const pages = new Map<string, string>();
  const broken: string[] = [];
  const seen = new Set<string>();
  for (let link = queue.shift(); link; link = queue.shift()) {
    const { from, url } = link;
    const address = url.pathname + url.search;
    let html = pages.get(address);
    if (html === undefined) {
      const response = await request.get(address);
      html = response.headers()['content-type']?.startsWith('text/html') ? await response.text() : '';
      pages.set(address, html);
      seen.add(url.pathname);
      if (!response.ok()) broken.push(`${address} from ${from}: ${response.status()}`);
      for (const target of linksOf(html, response.url())) {
        if (target.origin === origin) queue.push({ from: address, url: target });
        else if (target.protocol !== 'https:') broken.push(`${target.href} from ${address}: not https`);
      }
    }
    const id = decodeURIComponent(url.hash.slice(1));
    if (id && !html.includes(`id="${id}"`)) broken.push(`${address}#${id} from ${from}: no such part`);
  }
  return { broken, seen: [...seen] };
}

function linksOf(html: string, base: string): URL[] {
  const tags = html.match(/<a\s(?:"[^"]*"|[^">])*>/g) ?? [];
  return tags.flatMap((tag) => {
    const href = /\shref="([^"]*)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&');
    return href === undefined ? [] : new URL(href, base);
  });
}

test('every page has a title of its own and one heading of the first level', async ({ page }) => {
  for (const language of LANGUAGES) {
    const titles = new Set<string>();
    for (const path of PUBLIC_PAGES.filter((path) => path !== '/')) {
      await page.goto(inLanguage(path, language));
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1);
      titles.add(await page.title());
    }
    expect(titles.size).toBe(PUBLIC_PAGES.length - 1);
  }
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('every page says all that it says with them', async ({ page, browser, origin }) => {
    const context = await browser.newContext({ baseURL: origin, locale: 'ko-KR' });
    const scripted = await context.newPage();
    for (const path of [...PUBLIC_PAGES, MISSING_PAGE]) {
      await page.goto(path);
      await scripted.goto(path);
      const without = await textsOf(page);
      expect(without.length, path).toBeGreaterThan(0);
      await expect.poll(() => textsOf(scripted), path).toEqual(without);
    }
    await context.close();
  });

  test('folded parts open, and every way to forecast is there', async ({ page }) => {
    await page.goto('/');
    await page.getByText('확정 규칙').first().click();
    await expect(page.getByText('스스로 빠지거나 자격을 잃은 기업은 ‘아니요’예요.')).toBeVisible();
    await expect(picksForm(page).getByRole('slider')).toBeVisible();
    await expect(picksForm(page).getByRole('button', { name: '예측 남기기' })).toBeVisible();
    await expect(numberField(await openNumbers(page), '업스테이지')).toBeVisible();
    await page.locator('summary').filter({ hasText: '표로 보기' }).click();
    await expect(page.locator('table').filter({ hasText: '기업마다 들어온 날과 결과' })).toBeVisible();
  });
});

/** The headings, rules and rows of a page, down to its end; odds apart, which others change at any time. */
async function textsOf(page: Page): Promise<string[]> {
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
  const texts = await page
    .getByRole('main')
    .locator('h1, h2, h3, th, dt, dd, summary, li p')
    .allTextContents();
  const still = texts.map((text) =>
    text
      .replace(/\d+명 예측|아직 예측 없음|[\d.]+%/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  // The rows of a board move with time, and with whoever forecasts in another test.
  return still.filter((text) => !/· 질문 \d+개$/.test(text));
}

test.describe('the author’s picks', () => {
  test('stand beside the crowd on the home page, with where they come from', async ({
    page,
    reader,
    origin,
  }) => {
    expect(reader.handle).toBeTruthy();
    await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    await page.goto('/');
    const beside = section(page, '저자와 모두');
    await expect(beside.getByRole('columnheader', { name: /저자/ })).toBeVisible();
    await expect(beside.getByRole('columnheader', { name: /모두.*\d+명 예측/ })).toBeVisible();
    await expect(beside.getByRole('row', { name: /SK텔레콤.*저자의 픽/ })).toContainText(/75%\s*[\d.]+%/);
    await expect(beside.getByRole('row', { name: /업스테이지.*저자의 픽/ })).toContainText(/75%\s*[\d.]+%/);
    await expect(beside.getByRole('row', { name: /LG AI연구원/ })).toContainText(/50%\s*[\d.]+%/);
    await expect(beside.getByRole('row', { name: /LG AI연구원.*저자의 픽/ })).toHaveCount(0);
    await expect(beside).toContainText('2025년 가을 글에서 이 사이트가 옮겨 온 픽이에요.');
    await expect(beside).toContainText('75%는 저자가 말한 숫자가 아니에요.');
    await expect(beside).toContainText('저자의 두 픽은 2차 평가까지 모두 남아 있어요.');
    await expect(beside).toContainText('저자의 예측은 모두의 확률에 넣지 않아요.');
  });

  test('stand beside the crowd on their questions and on the author’s page', async ({ page }) => {
    await page.goto('/questions/scenario');
    const scenario = section(page, '저자와 모두');
    await expect(scenario.getByRole('row', { name: /K-AI 생태계 완성/ })).toContainText('70%');
    await expect(scenario.getByRole('row', { name: /글로벌 협력/ })).toContainText('20%');
    await expect(scenario.getByRole('row', { name: /아쉬운 결과/ })).toContainText('10%');
    await expect(scenario).not.toContainText('저자가 말한 숫자가 아니에요');
    await page.goto('/questions/count-3');
    await expect(section(page, '저자와 모두')).toHaveCount(0);
    await page.goto('/author');
    await expect(page.getByRole('main').getByText('75%는 저자가 말한 숫자가 아니에요.')).toBeVisible();
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
  for (const path of ['/', '/rounds']) {
    await page.goto(path);
    await page.getByText('확정 규칙').first().click();
    await expect(page.getByText(/최종 선정을 공식 발표한 기업은 ‘예’/).first()).toBeVisible();
  }
});

test('odds carry the count of forecasters everywhere', async ({ page, reader, origin }) => {
  expect(reader.handle).toBeTruthy();
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  for (const path of ['/', '/questions', '/questions/final-3', '/author']) {
    await page.goto(path);
    await expect(page.getByText(/\d+명 예측/).first(), path).toBeVisible();
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
  await expect(events).toContainText(/마지막 확인: 20\d\d년 \d+월 \d+일/);

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

  test('the first screen holds the question, its three rows and the button', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });
    for (const name of [/^SK텔레콤/, /^업스테이지/, /^LG AI연구원/]) {
      await expect(picksForm(page).getByRole('checkbox', { name })).toBeInViewport({ ratio: 1 });
    }
    await expect(picksForm(page).getByRole('button')).toBeInViewport({ ratio: 1 });
    await picksForm(page)
      .getByRole('checkbox', { name: /^SK텔레콤/ })
      .tap();
    await picksForm(page)
      .getByRole('checkbox', { name: /^업스테이지/ })
      .tap();
    await expect(picksForm(page).getByRole('slider')).toBeVisible();
    await expect(picksForm(page).getByRole('button', { name: '예측 남기기' })).toBeInViewport({ ratio: 1 });
  });
});

test('the page of the evaluations has each of them with entrants, results, reasons, scores and sources', async ({
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
  await expect(third!.getByRole('checkbox')).toHaveCount(3);
  await expect(third!.getByRole('radio')).toHaveCount(4);
  await expect(second!).toContainText('2026년 8월 18일');
  await expect(second!.getByRole('listitem').filter({ hasText: '모티프' }).first()).toContainText('탈락');
  await expect(first!.getByRole('listitem').filter({ hasText: '네이버클라우드' }).first()).toContainText(
    '탈락',
  );
  await expect(second!.getByRole('table')).toContainText('만점');
  for (const round of [first!, second!, third!]) await expect(round.getByText(/출처 \d+개/)).toBeVisible();
});

test('the page of scoring has its formulas, and round 1 worked out', async ({ page }) => {
  await page.goto('/about/scoring');
  await expect(page.getByRole('region', { name: '기본 점수' })).toHaveText('100 × (L₀ − L) ÷ (n × H)');
  for (const name of ['상대 점수', '참여 기간', '오차 점수'])
    await expect(page.getByRole('region', { name })).toHaveText(/[−÷²]/);
  await expect(page.getByRole('term').filter({ hasText: 'L₀' })).toBeVisible();
  const example = page.getByRole('region', { name: '1차 평가로 따져 보면' });
  await expect(example.getByRole('row', { name: /^고르게/ })).toContainText('0.0');
  await expect(example.getByRole('columnheader', { name: /탈락/ })).toHaveCount(2);
});

test('lists without anything say so', async ({ page }) => {
  await page.goto('/questions');
  await expect(section(page, /결과를 기다리는 질문/)).toContainText('결과를 기다리는 질문이 없어요.');
  await expect(section(page, /결과가 나온 질문/)).toContainText('결과가 나온 질문이 아직 없어요.');
  await expect(section(page, /열린 질문/).getByRole('article')).toHaveCount(3);
});

test('what is for readers alone leads a visitor to sign in, and back', async ({ page }) => {
  await page.goto('/me');
  await expect(page).toHaveURL('/sign-in?next=%2Fme');
  await page.goto('/en/me');
  await expect(page).toHaveURL('/en/sign-in?next=%2Fen%2Fme');
  await page.goto('/sign-out');
  await expect(page).toHaveURL('/');
});

test('whoever is in needs no page to come in', async ({ page, reader }) => {
  expect(reader.handle).toBeTruthy();
  await page.goto('/join?next=%2Frounds');
  await expect(page).toHaveURL('/rounds');
  await page.goto('/sign-in');
  await expect(page).toHaveURL('/');
});

test('the address above the companies leads to where they are listed', async ({ page, request }) => {
  for (const language of LANGUAGES) {
    const answer = await request.get(inLanguage('/companies', language), { maxRedirects: 0 });
    expect(answer.status()).toBe(308);
    await page.goto(inLanguage('/companies', language));
    await expect(page).toHaveURL(inLanguage('/rounds', language));
  }
});

test('the page of an error says what to do next', async ({ page }) => {
  const response = await page.goto('/questions/nothing');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: '찾는 화면이 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '처음 화면으로' }).click();
  await expect(page).toHaveURL('/');
});

test('who runs the site is named, or said not to be set', async ({ page }) => {
  for (const path of ['/about', '/privacy']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toContainText('운영자');
    await expect(page.getByRole('main')).toContainText('아직 정해지지 않았어요');
  }
});
