// Extended `test`: fails on console errors and CSP violations of any page.
import {
  type APIRequestContext,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  test as base,
  type Page,
} from '@playwright/test';
import { awaitHydration } from './hydrated.ts';
import { BASE_URL, fromNewAddress } from './address.ts';
import { type Person, type Place, requestsOf, signIn } from './people.ts';

interface Fixtures {
  /** The site that the test speaks to. */
  site: Place;
  /** Its address. */
  origin: string;
  /** What the console and the content policy of any page said. */
  complaints: string[];
  /** Somebody with an account; the browser and its requests are signed in. */
  reader: Person;
  /** Opens a page without scripts, for the same reader. */
  withoutScripts: (options?: BrowserContextOptions) => Promise<Page>;
  /** Requests of somebody with an account, without a browser. */
  member: APIRequestContext;
  /** Somebody else, signed in too, on a page in a browser of his own. */
  other: Page;
}

interface WorkerFixtures {
  /**
   * The errors of sites that a file has left. They stop while the next file runs: behind a proxy, a site answers for a
   * second and a half longer.
   */
  stopping: Promise<string[]>[];
}

/** Chromium's own word for an answer of 4xx, or for none: tests that provoke those look at the answer itself. */
const OF_THE_NETWORK = /^Failed to load resource/;

export const test = base.extend<Fixtures, WorkerFixtures>({
  stopping: [
    async ({}, use) => {
      const stopping: Promise<string[]>[] = [];
      await use(stopping);
      expect((await Promise.all(stopping)).flat()).toEqual([]);
    },
    { scope: 'worker' },
  ],

  site: async ({}, use) => {
    await use({ url: BASE_URL, dataDir: process.env['E2E_DATA_DIR'] ?? '' });
  },

  origin: async ({ site }, use) => {
    await use(site.url);
  },

  extraHTTPHeaders: async ({}, use) => {
    await use(fromNewAddress());
  },

  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints.filter((text) => !OF_THE_NETWORK.test(text))).toEqual([]);
  },

  context: async ({ context, complaints, javaScriptEnabled }, use) => {
    await listen(context, complaints);
    if (javaScriptEnabled !== false) awaitHydration(context);
    await use(context);
  },

  reader: async ({ context, site }, use) => {
    await use(await signIn(context, site));
  },

  withoutScripts: async ({ browser, context, site }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const storageState = await context.storageState();
      const fixed = { baseURL: site.url, locale: 'ko-KR', storageState, javaScriptEnabled: false };
      const bare = await browser.newContext({ ...options, ...fixed });
      opened.push(bare);
      return bare.newPage();
    });
    for (const bare of opened) await bare.close();
  },

  member: async ({ site }, use) => {
    const member = await requestsOf(site);
    await use(member);
    await member.dispose();
  },

  other: async ({ browser, contextOptions, site, complaints, javaScriptEnabled }, use) => {
    const context = await browser.newContext({ ...contextOptions, baseURL: site.url, locale: 'ko-KR' });
    await listen(context, complaints);
    if (javaScriptEnabled !== false) awaitHydration(context);
    await signIn(context, site);
    await use(await context.newPage());
    await context.close();
  },
});

export { expect };

async function listen(context: BrowserContext, complaints: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
}
