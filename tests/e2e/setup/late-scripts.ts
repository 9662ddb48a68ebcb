import type { Page } from '@playwright/test';
import { untilAlive } from './alive.ts';

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
    await untilAlive(page);
  };
}
