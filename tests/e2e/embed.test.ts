// The embed: in an iframe of another site, in a frame of any size, and what it does without.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { embedHeight } from '../../src/routes/questions/[slug]/codes.ts';
import { violations } from './setup/audit.ts';
import { COUNTS, crowdOf, percent, someoneForecasts } from './setup/crowd.ts';
import { readLineBreaks } from './setup/line-breaks.ts';
import { useOwnSite } from './setup/own-site.ts';
import { LANGUAGES, inLanguage } from './setup/pages.ts';
import { postForecast, requestsOf } from './setup/people.ts';
import { expect, test } from './setup/test.ts';
import { DISCLAIMER } from './setup/words.ts';

const own = useOwnSite();

test.beforeAll('there are odds', async () => {
  await someoneForecasts(own.site, '70', '85', '45');
  const another = await requestsOf(own.site);
  await postForecast(another, own.site.url, 'count-3', COUNTS);
  await another.dispose();
});

const EMBED_LIMIT_BYTES = 30_000;
const SITE = { ko: '최종 2', en: 'Final Two' };
/** Too low for the rows of the embed. */
const LOW_FRAMES = [280, 360].flatMap((width) => [100, 160, 200, 287].map((height) => ({ width, height })));

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

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 720 } });

    test('the embed shows the odds in an iframe on another site', async ({ page }) => {
      const { permille } = await crowdOf(page.request);
      await withBlog(own.site.url, ['/embed/final-3', '/en/embed/final-3'], async (blog) => {
        await page.goto(blog);
        const frame = page.frameLocator('iframe').first();
        await expect(frame.getByRole('heading', { name: /^마지막 두 자리/ })).toBeVisible();
        await expect(frame.getByRole('listitem').filter({ hasText: 'SK텔레콤' })).toContainText(
          percent(permille['skt']),
        );
        await expect(frame.getByText(/\d+명이 예측했어요.*\(KST\) 기준/)).toBeVisible();
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
  });
}

function readFrame() {
  return {
    height: document.documentElement.scrollHeight,
    room: innerHeight,
    ground: getComputedStyle(document.body).backgroundColor,
  };
}

test('the embed is small, and has no script, no cookie and no subresources', async ({ page, reader: _ }) => {
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

for (const language of LANGUAGES) {
  for (const path of ['/embed/final-3', '/embed/count-3', '/embed/nothing']) {
    test(`${path} in ${language} is accessible, and in a low frame has the site’s name and its odds in boxes or in a bar with its key`, async ({
      page,
    }) => {
      await page.goto(inLanguage(path, language));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page)).toEqual([]);
      }
      if (path === '/embed/nothing') return;
      const { times, torn } = await readLineBreaks(page);
      expect([times > 0 || path === '/embed/count-3', torn]).toEqual([true, []]);
      for (const size of LOW_FRAMES) {
        await page.setViewportSize(size);
        await expect(page.getByText(SITE[language], { exact: true })).toBeInViewport({ ratio: 1 });
        await (path === '/embed/count-3' ? expectBarWithKey(page) : expectBoxes(page));
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over).toBeLessThanOrEqual(0);
      }
    });
  }
}

async function expectBarWithKey(page: Page): Promise<void> {
  await expect(page.locator('svg.bar')).toBeVisible();
  await expect(page.locator('svg.seat').first()).toBeHidden();
  expect(await page.locator('svg.swatch rect').evaluateAll(shades)).toEqual(
    await page.locator('svg.bar rect').evaluateAll(shades),
  );
  for (const swatch of await page.locator('svg.swatch').all()) await expect(swatch).toBeVisible();
}

/** Odds of several seats, which add up to more than 100 %, are never in one bar. */
async function expectBoxes(page: Page): Promise<void> {
  await expect(page.locator('svg.bar')).toHaveCount(0);
  for (const box of await page.locator('svg.seat').all()) await expect(box).toBeVisible();
}

test('a low frame shows three companies and their odds without scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 240 });
  await page.goto('/embed/final-3');
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(240);
});

test('a frame with room for rows has neither bar nor legend', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 400 });
  await page.goto('/embed/final-3');
  await expect(page.locator('svg.seat').first()).toBeVisible();
  await expect(page.locator('svg.bar')).toBeHidden();
  await expect(page.locator('svg.swatch').first()).toBeHidden();
});

/** Each with the colour and the strength in which it is seen. */
function shades(parts: Element[]): string[] {
  return parts.map((part) => {
    const { fill, opacity } = getComputedStyle(part);
    return `${fill} ${opacity}`;
  });
}
