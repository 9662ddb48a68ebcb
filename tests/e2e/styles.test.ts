import type { APIRequestContext } from '@playwright/test';
import { OWN_PAGES, PUBLIC_PAGES } from './setup/pages.ts';
import { postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

/** The class by which a component's styles find its elements. */
const SCOPE = /\bsvelte-[a-z0-9]+\b/g;

async function unstyledOn(request: APIRequestContext, address: string): Promise<string[]> {
  const html = await (await request.get(address)).text();
  const [, styles = ''] = /<style[^>]*>(.*?)<\/style>/s.exec(html) ?? [];
  const [, body = ''] = /<body.*?>(.*)<\/body>/s.exec(html) ?? [];
  return [...new Set(body.match(SCOPE)).difference(new Set(styles.match(SCOPE)))];
}

for (const address of PUBLIC_PAGES) {
  test(`the page ${address} comes with the styles of all that it shows, also of what comes alive later`, async ({
    request,
  }) => {
    expect(await unstyledOn(request, address)).toEqual([]);
  });
}

test('so do the pages of a reader who has forecast, by picks and by numbers', async ({
  page,
  reader,
  origin,
}) => {
  expect(reader.handle).toBeTruthy();
  for (const lg of ['40', '30']) {
    const skt = String(200 - 80 - Number(lg));
    await postForecast(page.request, origin, 'final-3', { skt, upstage: '80', lg });
    for (const address of ['/', '/questions', '/questions/final-3', '/rounds', '/leaderboard', ...OWN_PAGES])
      expect(await unstyledOn(page.request, address), address).toEqual([]);
  }
});
