// Sharing: the embed in an iframe of another site, the share picture, previews, feed and sitemap.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { APIRequestContext, Page } from '@playwright/test';
import { embedHeight } from '../../src/routes/questions/[slug]/codes.ts';
import { crowdOf, someoneForecasts } from './setup/crowd.ts';
import { useOwnSite } from './setup/own-site.ts';
import { LANGUAGES, inLanguage } from './setup/pages.ts';
import { publishResult } from './setup/publish.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

const EMBED_LIMIT_BYTES = 30_000;
const DISCLAIMER = {
  ko: '과학기술정보통신부·참가 기업과 관계없어요 · 포인트만 쓰고 돈은 오가지 않아요 · 여론조사가 아니에요',
  en: 'Not affiliated with the Ministry of Science and ICT or any company',
};

/** A site of its own, on another host, whose one page frames addresses of ours. */
async function withBlog(
  ours: string,
  paths: string[],
  visit: (address: string) => Promise<void>,
): Promise<void> {
  const frames = paths.map(
    (path) => `<iframe src="${ours}${path}" title="widget" width="344" height="${embedHeight(3)}"></iframe>`,
  );
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="ko"><title>블로그</title><body>${frames.join('')}</body></html>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}

const percent = (permille: number | undefined) => `${(permille ?? 0) / 10}%`;

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 720 } });

    test('the embed shows the odds in an iframe on another site', async ({ page }) => {
      await someoneForecasts(page, own.site, '70', '85', '45');
      const { permille } = await crowdOf(page.request);
      await withBlog(own.site.url, ['/embed/final-3', '/en/embed/final-3'], async (blog) => {
        await page.goto(blog);
        const frame = page.frameLocator('iframe').first();
        await expect(frame.getByRole('heading', { name: /^마지막 두 자리/ })).toBeVisible();
        await expect(frame.getByRole('listitem').filter({ hasText: 'SK텔레콤' })).toContainText(
          percent(permille['skt']),
        );
        await expect(frame.getByText(/\d+명 예측.*\(KST\) 기준/)).toBeVisible();
        await expect(frame.getByText(DISCLAIMER.ko)).toBeVisible();
        const english = page.frameLocator('iframe').nth(1);
        await expect(english.getByText(DISCLAIMER.en)).toBeVisible();
        for (const link of await frame.getByRole('link').all()) {
          await expect(link).toHaveAttribute('target', '_blank');
          await expect(link).toHaveAttribute('rel', 'noopener');
          await expect(link).toHaveAttribute('href', /\/questions\/final-3\?v=\d+$/);
        }
        const { height, room, ground } = await page.frames()[1]!.evaluate(readFrame);
        expect(height).toBeLessThanOrEqual(room);
        expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(26, 24, 19)');
      });
    });

    test('axe finds nothing on the embed', async ({ page }) => {
      for (const path of ['/embed/final-3', '/en/embed/count-3', '/embed/nothing']) {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
      }
    });
  });
}

function readFrame() {
  return {
    height: document.documentElement.scrollHeight,
    room: innerHeight,
    ground: getComputedStyle(document.body).backgroundColor,
  };
}

test('the embed is small, and has no script, no cookie and no subresources', async ({ page, reader }) => {
  expect(reader.handle).toBeTruthy();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  const response = (await page.goto('/embed/final-3'))!;
  expect((await response.body()).length).toBeLessThan(EMBED_LIMIT_BYTES);
  expect(fetched.filter((path) => path !== '/favicon.svg')).toEqual(['/embed/final-3']);
  expect(await page.locator('script').count()).toBe(0);
  const headers = await response.allHeaders();
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('x-frame-options');
  expect(headers['content-security-policy']).toContain('frame-ancestors *');
  expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
  // Whoever is signed in sees no other one.
  const visitor = await fetch(`${own.site.url}/embed/final-3`);
  expect(await visitor.text()).toBe(await response.text());
});

test('no other page may be framed', async ({ page, request, complaints }) => {
  const paths = ['/', '/questions/final-3', '/join', '/embed', '/embed/../questions/final-3'];
  for (const path of paths) {
    const headers = (await request.get(path)).headers();
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
  }
  await withBlog(own.site.url, ['/questions/final-3'], async (blog) => {
    await page.goto(blog);
    await expect.poll(() => complaints.filter((text) => text.startsWith('Framing'))).toHaveLength(1);
    await expect(page.frameLocator('iframe').getByRole('heading')).toHaveCount(0);
  });
  complaints.length = 0;
});

interface Png {
  status: number;
  etag: string;
  bytes: Buffer;
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
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
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
  await someoneForecasts(page, own.site, '95', '60', '45');
  const { version } = await crowdOf(request);
  const after = await pictureAt(request, '/og/final-3.png');
  expect(after.etag).not.toBe(before.etag);
  expect(after.bytes.equals(before.bytes)).toBe(false);
  await page.reload();
  const image = page.locator('meta[property="og:image"]');
  await expect(image).toHaveAttribute('content', `${own.site.url}/og/final-3.png?v=${version}`);
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
  test(`every page in ${language} names itself without a query, its other language, and the feed`, async ({
    page,
    origin,
  }) => {
    for (const path of ['/', '/questions/final-3', '/rounds', '/about/scoring']) {
      await page.goto(`${inLanguage(path, language)}?v=12&page=3`);
      const href = (selector: string) => page.locator(selector).getAttribute('href');
      expect(await href('link[rel=canonical]')).toBe(origin + inLanguage(path, language));
      for (const other of LANGUAGES) {
        expect(await href(`link[rel=alternate][hreflang=${other}]`)).toBe(origin + inLanguage(path, other));
      }
      expect(await href('link[rel=alternate][hreflang=x-default]')).toBe(origin + path);
      expect(await href('link[type="application/atom+xml"]')).toBe(
        origin + inLanguage('/feed.xml', language),
      );
      expect(await page.locator('meta[property="og:image"]').getAttribute('content')).toContain(origin);
    }
  });
}

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
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '공유하기' }) });
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await section.getByRole('button', { name: '링크 복사' }).click();
    await expect(section.getByText('복사했어요.')).toBeVisible();
    const { version } = await crowdOf(page.request);
    expect(await copied()).toBe(`${origin}/questions/final-3?v=${version}`);
    await section.locator('summary').click();
    for (const [i, name] of ['위젯 코드', '링크 코드', '그림 코드'].entries()) {
      await section.getByRole('button', { name: '코드 복사' }).nth(i).click();
      await expect.poll(copied).toBe(await section.getByLabel(name).inputValue());
    }
    await expect(section.getByLabel('위젯 코드')).toHaveValue(new RegExp(`src="${origin}/embed/final-3"`));
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
  expect((await titles('/feed.xml'))[0]).toMatch(/^결과: 마지막 두 자리/);
  expect((await titles('/en/feed.xml'))[0]).toMatch(/^Result: /);
  expect((await pictureAt(request, '/og/final-3.png')).etag).not.toBe(before.etag);
  const embed = await (await request.get('/embed/final-3')).text();
  expect(embed).toContain('SK텔레콤과 업스테이지가 남았어요.');
  await page.goto('/results/final-3');
  await expect(page.locator('meta[property="og:image"]')).toHaveAttribute(
    'content',
    /\/og\/final-3\.png\?v=\d+\.1$/,
  );

  await publishResult(own.site, 'final-3', ['skt', 'lg']);
  expect((await titles('/feed.xml')).slice(0, 2)).toEqual([
    expect.stringMatching(/^고친 결과: 마지막 두 자리/),
    expect.stringMatching(/^결과: 마지막 두 자리/),
  ]);
  await page.goto('/embed/final-3');
  await expect(page.getByText('고친 결과: SK텔레콤과 LG AI연구원이 남았어요.')).toBeVisible();
  await expect(page.getByText(/\(KST\)에 고침$/).getByRole('time')).toBeVisible();
});
