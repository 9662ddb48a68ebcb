// The admin pages are for admins only, and accessible to all of them.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { signIn, useAdmin } from './setup/admins.ts';
import { awaitHydration } from './setup/hydrated.ts';
import { faults, unfold } from './setup/audit.ts';
import { useOwnSite } from './setup/own-site.ts';
import { asPage, join, newPerson } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const admin = useAdmin(own);
const ADDRESSES = [
  '/admin',
  '/admin/companies',
  '/admin/companies/new',
  '/admin/companies/lg',
  '/admin/rounds',
  '/admin/rounds/new',
  '/admin/rounds/3',
  '/admin/events',
  '/admin/events/new',
  '/admin/events/five-teams',
  '/admin/accounts',
  '/admin/accounts/author',
  '/admin/disclosure',
  '/admin/log',
];

test('the admin pages are 404 for visitors and readers, at every address and with every method', async ({
  playwright,
}) => {
  const visitor = await playwright.request.newContext({ baseURL: own.site.url });
  const reader = await playwright.request.newContext({ baseURL: own.site.url });
  await join(reader, own.site.url, newPerson());
  const addresses = [
    ...ADDRESSES.flatMap((path) => [path, `/en${path}`]),
    '/%61dmin/log',
    '/admin/nothing',
    '/admin?/verify',
    '/admin/rounds/3?/seats',
    '/admin/log/__data.json',
  ];
  for (const request of [visitor, reader]) {
    for (const address of addresses) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const response = await request.fetch(address, {
          method,
          headers: asPage(own.site.url),
          maxRedirects: 0,
          ...(/^P/.test(method) ? { form: { reason: 'x', announcedSeats: '1' } } : {}),
        });
        expect(response.status(), `${method} ${address}`).toBe(404);
        expect(await response.text()).not.toContain(admin.handle);
      }
    }
    await request.dispose();
  }
});

/** A page of the admin in a browser of his own. */
async function openAdmin(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0],
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ ...options, baseURL: own.site.url, locale: 'ko-KR' });
  awaitHydration(context);
  await signIn(context.request, own.site.url, admin);
  return { context, page: await context.newPage() };
}

for (const { colorScheme, width, language } of [
  { colorScheme: 'light', width: 360, language: '' },
  { colorScheme: 'dark', width: 1280, language: '/en' },
] as const) {
  test(`every page of the admin pages is open to all, opened in ${colorScheme} at ${width} px`, async ({
    browser,
  }) => {
    test.slow();
    const { context, page } = await openAdmin(browser, { colorScheme, viewport: { width, height: 640 } });
    for (const path of ADDRESSES) {
      await page.goto(language + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await unfold(page);
      expect(await faults(page), path).toEqual([]);
    }
    await context.close();
  });
}
