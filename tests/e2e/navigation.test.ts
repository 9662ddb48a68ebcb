// Navigation: no broken links, and where a reader is sent.
import type { APIRequestContext } from '@playwright/test';
import { numberField, openNumbers, forecastForm } from './setup/forecasting.ts';
import { postForecast } from './setup/people.ts';
import { inLanguage, LANGUAGES, OWN_PAGE, PUBLIC_PAGES } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

test('the navigation marks the current page', async ({ page }) => {
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

for (const who of ['a visitor', 'a reader'] as const) {
  test(`every link that ${who} can find leads somewhere`, async ({ request, member, origin }) => {
    const asks = who === 'a reader' ? member : request;
    if (who === 'a reader')
      await postForecast(asks, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    const { broken, seen } = await crawl(asks, origin, ['/', '/en', OWN_PAGE]);
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

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('<details> open, and both ways to forecast are there', async ({ page }) => {
    await page.goto('/');
    await page.getByText('결과 판정 기준').first().click();
    await expect(page.getByText('스스로 빠지거나 자격을 잃은 기업은 ‘아니요’예요.')).toBeVisible();
    await expect(forecastForm(page).getByRole('slider')).toBeVisible();
    await expect(forecastForm(page).getByRole('button', { name: '예측 남기기' })).toBeVisible();
    await page.locator('summary').filter({ hasText: '표로 보기' }).click();
    await expect(page.locator('table').filter({ hasText: '기업마다 들어온 날과 결과' })).toBeVisible();
    await expect(numberField(await openNumbers(page), '업스테이지')).toBeVisible();
  });
});

test('pages for accounts redirect a visitor to sign in, and back', async ({ page }) => {
  await page.goto('/me');
  await expect(page).toHaveURL('/sign-in?next=%2Fme');
  await page.goto('/en/me');
  await expect(page).toHaveURL('/en/sign-in?next=%2Fen%2Fme');
  await page.goto('/sign-out');
  await expect(page).toHaveURL('/');
});

test('/join and /sign-in redirect a signed-in reader', async ({ page, reader: _ }) => {
  await page.goto('/join?next=%2Frounds');
  await expect(page).toHaveURL('/rounds');
  await page.goto('/sign-in');
  await expect(page).toHaveURL('/');
});

test('/companies redirects to the list of companies', async ({ page, request }) => {
  for (const language of LANGUAGES) {
    const answer = await request.get(inLanguage('/companies', language), { maxRedirects: 0 });
    expect(answer.status()).toBe(308);
    await page.goto(inLanguage('/companies', language));
    await expect(page).toHaveURL(inLanguage('/rounds', language));
  }
});

test('the error page says what to do next', async ({ page }) => {
  const response = await page.goto('/questions/nothing');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: '찾는 화면이 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '처음 화면으로' }).click();
  await expect(page).toHaveURL('/');
});

test('the operator is named, or said not to be set', async ({ page }) => {
  for (const path of ['/about', '/privacy']) {
    await page.goto(path);
    await expect(page.getByRole('main')).toContainText('운영자');
    await expect(page.getByRole('main')).toContainText('아직 정해지지 않았어요');
  }
});
