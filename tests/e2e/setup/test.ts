// Extended `test`: fails on console errors and CSP violations of any page.
import { type BrowserContext, expect, test as base, type Page } from '@playwright/test';
import { awaitHydration } from './hydrated.ts';
import { join, newPerson, type Person } from './people.ts';

interface Fixtures {
  /** Address of the site that the test speaks to. */
  origin: string;
  /** What the console and the content policy of any page said. */
  complaints: string[];
  /** Somebody who has joined; the browser and its requests are signed in. */
  reader: Person;
  /** Somebody else, signed in too, on a page in a browser of his own. */
  other: Page;
}

/** Chromium's own word for an answer of 4xx, or for none: tests that provoke those look at the answer itself. */
const OF_THE_NETWORK = /^Failed to load resource/;

export const test = base.extend<Fixtures>({
  origin: async ({ baseURL }, use) => {
    await use(baseURL ?? '');
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

  reader: async ({ context, origin }, use) => {
    const person = newPerson();
    await join(context.request, origin, person);
    await use(person);
  },

  other: async ({ browser, contextOptions, origin, complaints, javaScriptEnabled }, use) => {
    const context = await browser.newContext({ ...contextOptions, baseURL: origin, locale: 'ko-KR' });
    await listen(context, complaints);
    if (javaScriptEnabled !== false) awaitHydration(context);
    await join(context.request, origin, newPerson());
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
