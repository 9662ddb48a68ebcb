// Sharing: the share picture, previews, feed and sitemap; embed.test.ts has the widget.
import type { APIRequestContext, Page } from '@playwright/test';
import { crowdOf, someoneForecasts } from './setup/crowd.ts';
import { useOwnSite } from './setup/own-site.ts';
import { LANGUAGES, PUBLIC_PAGES, inLanguage } from './setup/pages.ts';
import { publishResult } from './setup/publish.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

interface Png {
  status: number;
  etag: string;
  bytes: Buffer;
}

/** Width and height, of what must be a PNG. */
function sizeOf(bytes: Buffer): [number, number] {
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

async function pictureAt(request: APIRequestContext, path: string): Promise<Png> {
  const response = await request.get(path);
  return {
    status: response.status(),
    etag: response.headers()['etag'] ?? '',
    bytes: await response.body(),
  };
}

test('the share picture is a PNG of 1200 × 630 that query parameters cannot change', async ({ request }) => {
  const { status, etag, bytes } = await pictureAt(request, '/og/final-3.png');
  expect(status).toBe(200);
  expect(sizeOf(bytes)).toEqual([1200, 630]);
  const altered = await pictureAt(request, '/og/final-3.png?v=9&skt=99.9&p.skt=999&lang=en&title=x');
  expect(altered.bytes.equals(bytes)).toBe(true);
  const english = await pictureAt(request, '/en/og/final-3.png');
  expect(english.status).toBe(200);
  expect(english.etag).not.toBe(etag);

  const again = await request.get('/og/final-3.png', { headers: { 'if-none-match': etag } });
  expect(again.status()).toBe(304);
  const head = await request.head('/og/final-3.png');
  expect(head.status()).toBe(200);
  expect(head.headers()).toMatchObject({
    'content-type': 'image/png',
    etag,
    'cache-control': 'public, max-age=300',
  });
  expect(head.headers()).not.toHaveProperty('set-cookie');
  for (const path of ['/og/nothing.png', '/og/%00.png', '/og/..%2Ffinal-3.png'])
    expect((await request.get(path)).status(), path).toBe(404);
});

test('the share picture and the version of the share link change with a forecast', async ({
  page,
  request,
}) => {
  await page.goto('/questions/final-3');
  const before = await pictureAt(request, '/og/final-3.png');
  const imageBefore = await page.locator('meta[property="og:image"]').getAttribute('content');
  await someoneForecasts(own.site, '95', '60', '45');
  const { version } = await crowdOf(request);
  // Visitors see a change within a second.
  const etagNow = async () => (await pictureAt(request, '/og/final-3.png')).etag;
  await expect.poll(etagNow).not.toBe(before.etag);
  const after = await pictureAt(request, '/og/final-3.png');
  expect(after.bytes.equals(before.bytes)).toBe(false);
  const image = page.locator('meta[property="og:image"]');
  const imageNow = () => page.reload().then(() => image.getAttribute('content'));
  await expect.poll(imageNow).toBe(`${own.site.url}/og/final-3.png?v=${version}`);
  expect(await image.getAttribute('content')).not.toBe(imageBefore);
});

test('many concurrent pictures are all answered, and so are pages meanwhile', async ({ request }) => {
  const paths = ['final-3', 'count-3', 'scenario'].flatMap((slug) => [
    `/og/${slug}.png`,
    `/en/og/${slug}.png`,
  ]);
  const asked = Array.from({ length: 120 }, (_, i) => request.get(`${paths[i % paths.length]}?v=${i}`));
  const page = await request.get('/questions');
  expect(page.status()).toBe(200);
  for (const response of await Promise.all(asked)) {
    expect([200, 503]).toContain(response.status());
    if (response.status() === 503) expect(response.headers()).toHaveProperty('retry-after');
  }
});

for (const language of LANGUAGES) {
  test(`each page in ${language} is shared with words of its own and a picture`, async ({
    request,
    origin,
  }) => {
    const said: string[] = [];
    const pictures = new Set<string>();
    // The home page shows the question that it leads with, and is shared as that.
    for (const path of PUBLIC_PAGES.filter((path) => path !== '/')) {
      const html = await (await request.get(inLanguage(path, language))).text();
      const meta = (name: string) => html.split(`<meta property="${name}" content="`)[1]?.split('"')[0] ?? '';
      said.push(meta('og:title'), meta('og:description'));
      pictures.add(meta('og:image'));
    }
    expect(said.filter((words, i) => words === '' || said.indexOf(words) < i)).toEqual([]);
    expect(pictures).toContain(`${origin}/share-${language}.png`);
    for (const address of pictures) {
      const { status, bytes } = await pictureAt(request, address);
      expect(status, address).toBe(200);
      expect(sizeOf(bytes), address).toEqual([1200, 630]);
    }
  });
}

test('the home page has the share preview of its main question', async ({ page }) => {
  const words = () => page.locator('head meta[property="og:title"]').getAttribute('content');
  await page.goto('/questions/final-3');
  const question = await words();
  await page.goto('/');
  expect(await words()).toBe(question);
});

test('a page that was come to within the site says its own words, too', async ({ page }) => {
  await page.goto('/rounds');
  await page.getByRole('navigation').getByRole('link', { name: '순위' }).first().click();
  await expect(page).toHaveURL(/leaderboard/);
  const title = await page.title();
  await expect(page.locator('head meta[property="og:title"]')).toHaveAttribute('content', title);
});

test('a question tells search engines what it asks, and the site its name', async ({ page }) => {
  await page.goto('/questions/final-3');
  const question = page.locator('[itemtype="https://schema.org/Question"]');
  await expect(question.locator('> [itemprop=name]')).toHaveAttribute('content', /^마지막 두 자리/);
  await expect(question.locator('[itemprop=suggestedAnswer]')).toHaveCount(3);
  await page.goto('/');
  await expect(page.locator('[itemtype="https://schema.org/WebSite"] [itemprop=name]')).toHaveAttribute(
    'content',
    '최종 2',
  );
});

/** A document as a browser reads it. @throws where it is not well-formed */
async function readXml(page: Page, path: string, selector: string): Promise<string[]> {
  const response = await page.request.get(path);
  expect(response.status()).toBe(200);
  expect(response.headers()['content-type']).toMatch(/xml/);
  return page.evaluate(
    ([text, wanted]) => {
      const xml = new DOMParser().parseFromString(text!, 'application/xml');
      if (xml.querySelector('parsererror')) throw new Error('not well-formed');
      return [...xml.querySelectorAll(wanted!)].map((element) => element.textContent ?? '');
    },
    [await response.text(), selector],
  );
}

test('the sitemap lists pages in both languages, and robots find it', async ({ page, origin, request }) => {
  await page.goto('/about');
  const pages = await readXml(page, '/sitemap.xml', 'loc');
  for (const path of ['/', '/questions/final-3', '/rounds', '/about/scoring']) {
    for (const language of LANGUAGES) expect(pages).toContain(origin + inLanguage(path, language));
  }
  for (const address of pages)
    expect((await request.get(address, { maxRedirects: 0 })).status(), address).toBe(200);
  const robots = await (await request.get('/robots.txt')).text();
  expect(robots).toContain(`Sitemap: ${origin}/sitemap.xml`);
  expect(robots).not.toMatch(/^Disallow: \/$/m);
});

test('the manifest is complete, and each icon has its declared size', async ({ page, request }) => {
  await page.goto('/');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const response = await request.get(new URL(href!, `${own.site.url}/`).pathname);
  expect(response.headers()['content-type']).toMatch(/manifest\+json/);
  const { name, start_url, icons } = (await response.json()) as {
    name: string;
    start_url: string;
    icons: { src: string; sizes: string; type: string }[];
  };
  expect([name, start_url]).toEqual(['최종 2', '/']);
  for (const { src, sizes, type } of icons) {
    const icon = await request.get(src);
    expect(icon.headers()['content-type'], src).toContain(type);
    if (type === 'image/png')
      expect(`${(await icon.body()).readUInt32BE(16)}`, src).toBe(sizes.split('x')[0]);
  }
  expect((await request.get('/apple-touch-icon.png')).status()).toBe(200);
});

test('theme-color matches the page in both colour schemes', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    const [bar, paper] = await page.evaluate(() => {
      const bars = [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')];
      const content = bars.find(({ media }) => matchMedia(media).matches)?.content ?? '';
      const [r, g, b] = content.match(/[0-9a-f]{2}/g)?.map((hex) => Number.parseInt(hex, 16)) ?? [];
      return [`rgb(${r}, ${g}, ${b})`, getComputedStyle(document.body).backgroundColor];
    });
    expect(bar).toBe(paper);
  }
});

test.describe('on the question page', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('the copy buttons copy the link and each embed code', async ({ page, origin }) => {
    await page.goto('/questions/final-3');
    const sharing = section(page, '공유하기');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await sharing.getByRole('button', { name: '링크 복사' }).click();
    await expect(sharing.getByText('복사했어요.')).toBeVisible();
    const { version } = await crowdOf(page.request);
    expect(await copied()).toBe(`${origin}/questions/final-3?v=${version}`);
    await sharing.locator('summary').click();
    for (const [i, name] of ['위젯 코드', '링크 코드', '그림 코드'].entries()) {
      await sharing.getByRole('button', { name: '코드 복사' }).nth(i).click();
      await expect.poll(copied).toBe(await sharing.getByLabel(name).inputValue());
    }
    await expect(sharing.getByLabel('위젯 코드')).toHaveValue(new RegExp(`src="${origin}/embed/final-3"`));
  });

  test.describe('without scripts', () => {
    test.use({ javaScriptEnabled: false });

    test('the link and the codes are there', async ({ page }) => {
      await page.goto('/questions/final-3');
      await expect(page.getByRole('link', { name: '이 질문의 링크' })).toHaveAttribute('href', /\?v=\d+$/);
      await expect(page.getByRole('button', { name: '링크 복사' })).toHaveCount(0);
      await page.locator('summary').filter({ hasText: '블로그에 넣기' }).click();
      await expect(page.getByLabel('위젯 코드')).toBeVisible();
    });
  });
});

test('a result and its correction are in the feed, the embed and the picture', async ({ page, request }) => {
  await page.goto('/about');
  const titles = (path: string) => readXml(page, path, 'entry > title');
  expect(await titles('/feed.xml')).toContainEqual(expect.stringMatching(/^새 질문: 마지막 두 자리/));
  expect(await titles('/feed.xml')).toContainEqual(expect.stringMatching(/^소식: /));
  const before = await pictureAt(request, '/og/final-3.png');

  await publishResult(own.site, 'final-3', ['skt', 'upstage']);
  const newest = async (path: string) => (await titles(path))[0];
  await expect.poll(() => newest('/feed.xml')).toMatch(/^결과: 마지막 두 자리/);
  await expect.poll(() => newest('/en/feed.xml')).toMatch(/^Result: /);
  const etagNow = async () => (await pictureAt(request, '/og/final-3.png')).etag;
  await expect.poll(etagNow).not.toBe(before.etag);
  const embed = async () => (await request.get('/embed/final-3')).text();
  await expect.poll(embed).toContain('SK텔레콤과 업스테이지가 남았어요.');
  await page.goto('/results/final-3');
  await expect(page.locator('meta[property="og:image"]')).toHaveAttribute(
    'content',
    /\/og\/final-3\.png\?v=\d+\.1$/,
  );

  await publishResult(own.site, 'final-3', ['skt', 'lg']);
  await expect
    .poll(async () => (await titles('/feed.xml')).slice(0, 2))
    .toEqual([
      expect.stringMatching(/^고친 결과: 마지막 두 자리/),
      expect.stringMatching(/^결과: 마지막 두 자리/),
    ]);
  // The embed was read a moment ago, and stays in the page until it is loaded again.
  await expect.poll(embed).toContain('고친 결과');
  await page.goto('/embed/final-3');
  await expect(page.getByText('고친 결과: SK텔레콤과 LG AI연구원이 남았어요.')).toBeVisible();
  await expect(page.getByText(/\(KST\)에 고침$/).getByRole('time')).toBeVisible();
});
