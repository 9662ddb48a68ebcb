// An admin who resolves a question by hand, and what the tests of it say of the pages.
import type { Browser, Locator, Page } from '@playwright/test';
import { awaitHydration } from './hydrated.ts';
import { newPerson, signIn } from './people.ts';
import type { Site } from './site.ts';
import { expect } from './test.ts';

export const PHONE = { viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true };

export const RESOLVE_PAGE = '/admin/questions/count-3/resolve';

export const EVIDENCE = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=3';

/** Now in Korea, as a field for a time takes it. A browser lets seconds be typed where they are there already. */
export function koreanNow(): string {
  const HOURS_AHEAD_MS = 9 * 3_600_000;
  return new Date(Date.now() + HOURS_AHEAD_MS).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

export const answer = (page: Page, option: string, yesOrNo: string) =>
  page
    .getByRole('radiogroup', { name: option, exact: true })
    .getByRole('radio', { name: yesOrNo, exact: true });

/** Somebody with a phone of his own, who is signed in. */
export async function arrive(browser: Browser, site: Site, javaScriptEnabled = true, person = newPerson()) {
  const context = await browser.newContext({
    ...PHONE,
    javaScriptEnabled,
    baseURL: site.url,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
  });
  if (javaScriptEnabled) awaitHydration(context);
  await signIn(context, site, person);
  return { ...person, request: context.request, page: await context.newPage() };
}

/** The form of the result, with what is typed in it. */
export const resultForm = (page: Page) =>
  page.locator('form').filter({ has: page.getByRole('button', { name: '미리 보기' }) });

/** Fills when the result became public, one piece of evidence and a reason, if there is one. @returns the time */
export async function fillEvidence(page: Page, reason = ''): Promise<string> {
  const form = resultForm(page);
  // The field has no fractions of a second: forecasts of the second in which it begins would come too late.
  const before = koreanNow();
  await expect.poll(koreanNow, { intervals: [50] }).not.toBe(before);
  const now = koreanNow();
  await form.getByLabel('결과 공개 시각').fill(now);
  await form.getByLabel('근거 1 주소').fill(EVIDENCE);
  await form.getByLabel('근거 1 게시 시각').fill(now);
  if (reason) await form.getByLabel(/^(설명|이유)/).fill(reason);
  return now;
}

/** Goes on from the form to what publishing would change. */
export async function preview(page: Page): Promise<void> {
  await page.getByRole('button', { name: '미리 보기' }).click();
  await expect(page.getByRole('heading', { name: '공개하면 이렇게 바뀌어요' })).toBeVisible();
}

export const publish = (page: Page) => page.getByRole('button', { name: '이대로 공개하기' }).click();

/** Counts what the hand of a user does. */
export class Hand {
  clicks = 0;
  fields = 0;

  async click(target: Locator): Promise<void> {
    await target.click();
    this.clicks += 1;
  }

  async type(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    this.fields += 1;
  }
}

/** What a press of a button is answered with; the scripts' own request says the status in its body. */
export async function statusOf(page: Page, press: () => Promise<void>): Promise<number> {
  const [response] = await Promise.all([
    page.waitForResponse((each) => each.request().method() === 'POST'),
    press(),
  ]);
  if (!response.headers()['content-type']?.includes('json')) return response.status();
  return ((await response.json()) as { status: number }).status;
}
