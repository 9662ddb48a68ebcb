// Scripts begin after the first paint: a page that has loaded is not alive yet.
import type { BrowserContext, Page } from '@playwright/test';

/** Lets every page of a browser that is opened be alive, unless its test waits for less than its loading. */
export function openAlive(context: BrowserContext): void {
  context.on('page', (page) => {
    const goto = page.goto.bind(page);
    const reload = page.reload.bind(page);
    page.goto = async (url, options) => {
      const response = await goto(url, options);
      if (options?.waitUntil === undefined) await untilAlive(page);
      return response;
    };
    page.reload = async (options) => {
      const response = await reload(options);
      if (options?.waitUntil === undefined) await untilAlive(page);
      return response;
    };
  });
}

/** Waits for what Kit's script makes once everything else is alive; embeds and plain answers have no scripts. */
export async function untilAlive(page: Page): Promise<void> {
  const hasScripts = await page.evaluate(() =>
    [...document.scripts].some(({ textContent }) => textContent?.includes('kit.start')),
  );
  if (hasScripts) await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
}
