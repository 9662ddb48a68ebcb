// What a phone fetches for the first view of a page, before anybody scrolls.
import { gzipSync } from 'node:zlib';
import type { Browser, Response } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Weight {
  /** In kB of 1000 bytes, as gzip sends them. */
  scripts: number;
  fonts: number;
}

export const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 3, isMobile: true };
/** After so long without an answer nothing more comes by itself; the stream of live odds stays open. */
const QUIET_MS = 2_000;

export async function weigh(browser: Browser, url: string): Promise<Weight> {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    const answers = new Map<string, Response>();
    let lastAt = Date.now();
    page.on('response', (response) => {
      lastAt = Date.now();
      answers.set(response.url(), response);
    });
    const answer = await page.goto(url, { waitUntil: 'load' });
    if (answer?.status() !== 200 || answer.request().redirectedFrom()) throw new Error(`${url} is no page.`);
    while (Date.now() - lastAt < QUIET_MS) await sleep(QUIET_MS / 10);

    const weight = { scripts: 0, fonts: 0 };
    for (const response of answers.values()) {
      const kind = response.request().resourceType();
      if (kind === 'script') weight.scripts += gzipSync(await response.body(), { level: 9 }).length / 1000;
      if (kind === 'font') weight.fonts += (await response.body()).length / 1000;
    }
    return weight;
  } finally {
    await context.close();
  }
}
