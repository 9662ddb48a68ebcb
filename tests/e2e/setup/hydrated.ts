// A page that has loaded may not be hydrated yet: the root layout marks the document once it is.
import type { BrowserContext, Page } from '@playwright/test';

/** Makes `goto` and `reload` of every page wait for hydration, unless the test asks for less than a loaded page. */
export function awaitHydration(context: BrowserContext): void {
  context.on('page', (page) => {
    const goto = page.goto.bind(page);
    const reload = page.reload.bind(page);
    page.goto = async (url, options) => {
      const response = await goto(url, options);
      if (options?.waitUntil === undefined) await untilHydrated(page);
      return response;
    };
    page.reload = async (options) => {
      const response = await reload(options);
      if (options?.waitUntil === undefined) await untilHydrated(page);
      return response;
    };
  });
}

/** Waits for the attribute that the root layout sets; pages without scripts never have it. */
export async function untilHydrated(page: Page): Promise<void> {
  await page.locator('html[data-hydrated], html:not(:has(script))').waitFor({ state: 'attached' });
}
