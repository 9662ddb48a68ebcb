import { expect, type Page } from '@playwright/test';

/** Keeps the scripts of a page from coming. @returns what lets them come, and waits until the page is alive */
export async function holdScripts(page: Page): Promise<() => Promise<void>> {
  let letCome: () => void = () => undefined;
  const mayCome = new Promise<void>((resolve) => (letCome = resolve));
  await page.route('**/_app/immutable/**/*.js', async (route) => {
    await mayCome;
    await route.continue();
  });
  return async () => {
    letCome();
    // Kit's own, which its script makes once everything else is alive.
    await expect(page.locator('#svelte-announcer')).toBeAttached();
  };
}
