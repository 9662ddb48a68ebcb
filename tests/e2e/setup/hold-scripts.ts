import type { Page } from '@playwright/test';
import { untilHydrated } from './hydrated.ts';

/** Holds back the scripts of a page. @returns a function that releases them and waits for hydration */
export async function holdScripts(page: Page): Promise<() => Promise<void>> {
  let letCome: () => void = () => undefined;
  const mayCome = new Promise<void>((resolve) => (letCome = resolve));
  await page.route('**/_app/immutable/**/*.js', async (route) => {
    await mayCome;
    await route.continue();
  });
  return async () => {
    letCome();
    await untilHydrated(page);
  };
}
