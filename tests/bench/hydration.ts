// How long a reader on a slow phone waits until a page is hydrated. Before that, forms are sent by the browser itself.
import type { Browser } from '@playwright/test';
import { PHONE } from './page-weight.ts';

/** Slow 4G, as Lighthouse has it; each request waits for its latency. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const CPU_SLOWDOWN = 4;

/** Seconds from navigation until the root layout is mounted; null for a page without scripts. */
export async function hydrationSeconds(browser: Browser, url: string): Promise<number | null> {
  const context = await browser.newContext({ ...PHONE });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.emulateNetworkConditions', NETWORK);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    const root = page.locator('html[data-hydrated], html:not(:has(script))');
    const milliseconds = await root.getAttribute('data-hydrated');
    return milliseconds === null ? null : Number(milliseconds) / 1000;
  } finally {
    await context.close();
  }
}
