// An admin who resolves a question by hand, and what the tests of it say of the pages.
import type { Browser, Page } from '@playwright/test';
import { awaitHydration } from './hydrated.ts';
import { faults } from './audit.ts';
import { join, newPerson } from './people.ts';
import type { Site } from './site.ts';
import { expect } from './test.ts';

export const PHONE = { viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true };

export const ADMIN_PAGES = '/admin/questions/count-3/resolve';

export const EVIDENCE = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=3';

export const COUNTS = { 'one-or-none': '10', two: '70', three: '15', 'no-result': '5' };

/** Now in Korea, as a field for a time takes it. A browser lets seconds be typed where they are there already. */
export function koreanNow(): string {
  const HOURS_AHEAD_MS = 9 * 3_600_000;
  return new Date(Date.now() + HOURS_AHEAD_MS).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

export const answer = (page: Page, option: string, yesOrNo: string) =>
  page
    .getByRole('radiogroup', { name: option, exact: true })
    .getByRole('radio', { name: yesOrNo, exact: true });

/** At every width nothing is wrong with the page as it stands. */
export async function expectForAll(page: Page): Promise<void> {
  expect(await faults(page), page.url()).toEqual([]);
}

/** Somebody with a phone of his own, who is signed in. */
export async function arrive(
  browser: Browser,
  { url }: Site,
  javaScriptEnabled = true,
  person = newPerson(),
) {
  const context = await browser.newContext({
    ...PHONE,
    javaScriptEnabled,
    baseURL: url,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
  });
  if (javaScriptEnabled) awaitHydration(context);
  await join(context.request, url, person);
  return { ...person, request: context.request, page: await context.newPage() };
}

/** The form of the result, with what is typed in it. */
export const resultForm = (page: Page) =>
  page.locator('form').filter({ has: page.getByRole('button', { name: '미리 보기' }) });
