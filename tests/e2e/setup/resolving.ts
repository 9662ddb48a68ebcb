// An admin who resolves a question by hand, and what the tests of it say of the pages.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { faults } from './audit.ts';
import type { Person } from './people.ts';
import type { Site } from './site.ts';
import { expect } from './test.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const PHONE = { viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true };

export const DESK = '/admin/questions/count-3/resolve';

export const EVIDENCE = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=3';

export const COUNTS = { 'one-or-none': '10', two: '70', three: '15', 'no-result': '5' };

/** Now in Korea, as a field for a time takes it. A browser lets seconds be typed where they are there already. */
export function koreanNow(): string {
  const HOURS_AHEAD_MS = 9 * 3_600_000;
  return new Date(Date.now() + HOURS_AHEAD_MS).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

export async function makeAdmin({ dataDir }: Site, { email }: Person): Promise<void> {
  await promisify(execFile)(process.execPath, ['src/cli/admin.ts', 'make', email], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir },
  });
}

export const answer = (page: Page, option: string, yesOrNo: string) =>
  page
    .getByRole('radiogroup', { name: option, exact: true })
    .getByRole('radio', { name: yesOrNo, exact: true });

/** At every width nothing is wrong with the page as it stands. */
export async function expectForAll(page: Page): Promise<void> {
  expect(await faults(page), page.url()).toEqual([]);
}
