// Every page in both languages, loaded once as a visitor, once as a member and once as an admin, with all that is to be
// true of any page.
import type { Page } from '@playwright/test';
import { expectNoProblems, expectNoProblemsAt, misfits, unfold } from './setup/audit.ts';
import { tabTo } from './setup/focus.ts';
import { expectHead } from './setup/head.ts';
import { readLineBreaks } from './setup/line-breaks.ts';
import { makeAdmin } from './setup/admins.ts';
import {
  ADMIN_PAGES,
  inLanguage,
  LANGUAGES,
  MEMBER_PAGES,
  MISSING_PAGE,
  OWN_PAGES,
  PUBLIC_PAGES,
} from './setup/pages.ts';
import { newPerson, postForecast, signIn } from './setup/people.ts';
import { expectOwnScriptsOnly } from './setup/protection.ts';
import { expect, test } from './setup/test.ts';
import { expectFrame, expectLanguage, textsOf } from './setup/words.ts';

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const DESKTOP = { width: 1280, height: 720 };
/** Both schemes at each width: a page is opened in one, and its widths take turns; see `problems`. */
const LOOKS = {
  ko: { colorScheme: 'light', viewport: { width: 360, height: 720 } },
  en: { colorScheme: 'dark', viewport: DESKTOP },
} as const;
const SKIP = 'a 본문으로 건너뛰기';
const MOST_STOPS = 200;
/** What a shared link has, which is no part of the page's own address. */
const QUERY = '?v=12&from=elsewhere';

for (const language of LANGUAGES) {
  test.describe(`to a visitor in ${language}`, () => {
    test.use(LOOKS[language]);

    for (const path of [...PUBLIC_PAGES, MISSING_PAGE]) {
      test(path, async ({ page, context, origin, withoutScripts }) => {
        const address = inLanguage(path, language);
        // Without the query it is the page that all visitors share.
        const response = (await page.goto(language === 'ko' ? address + QUERY : address))!;
        expect(response.status()).toBe(path === MISSING_PAGE ? 404 : 200);
        await expectOwnScriptsOnly(response, await page.request.get(address));
        if (path !== MISSING_PAGE) await expectHead(page, origin, path, language);
        await expectFrame(page, language);
        await expectLanguage(page, path, language);
        if (language === 'ko') await expectSameText(page, await withoutScripts(PHONE));
        await unfold(page);
        const { times, torn } = await readLineBreaks(page);
        expect.soft(torn).toEqual([]);
        if (path === '/rounds') expect.soft(times).toBeGreaterThan(0);
        await expectNoProblems(page);
        expect(await context.cookies()).toEqual([]);
      });
    }
  });

  test.describe(`to a member with the longest handle in ${language}`, () => {
    test.use({ ...PHONE, colorScheme: LOOKS[language].colorScheme });

    for (const path of MEMBER_PAGES) {
      test(path, async ({ page, context, site }) => {
        const name = Math.random().toString(36).slice(2, 10).toUpperCase();
        await signIn(context, site, { ...newPerson(), handle: `W${name}`.padEnd(20, 'W') });
        await postForecast(page.request, site.url, 'final-3', { skt: '99.9', upstage: '99.9', lg: '0.2' });
        const address = inLanguage(path, language);
        const response = (await page.goto(address))!;
        if (language === 'ko') await expectFocusAtEveryStop(page);
        await unfold(page);
        if (OWN_PAGES.includes(path)) {
          await expectOwnScriptsOnly(response, await page.request.get(address));
          await expectNoProblems(page);
        } else expect(await misfits(page)).toEqual([]);
      });
    }
  });

  test.describe(`to an admin in ${language}`, () => {
    test.use(LOOKS[language]);

    for (const path of ADMIN_PAGES) {
      test(path, async ({ page, reader, site }) => {
        await makeAdmin(site, reader);
        await expectNoProblemsAt(page, inLanguage(path, language));
      });
    }
  });
}

/** The focus is seen on every tab stop: forth on a phone, and back on a desktop. */
async function expectFocusAtEveryStop(page: Page): Promise<void> {
  const stops = await tabTo(page, /^a English$/, MOST_STOPS);
  expect(stops[0]).toBe(SKIP);
  expect(stops.length).toBeGreaterThan(8);
  await page.setViewportSize(DESKTOP);
  await tabTo(page, new RegExp(`^${SKIP}$`), MOST_STOPS, 'Shift+Tab');
  // While it has the focus, the skip link covers the header.
  await page.keyboard.press('Tab');
}

/** Without scripts a page has the same text, and on a phone nothing is smaller or wider. */
async function expectSameText(page: Page, bare: Page): Promise<void> {
  await bare.goto(page.url());
  const texts = await textsOf(bare);
  expect(texts.length).toBeGreaterThan(0);
  await expect.poll(() => textsOf(page)).toEqual(texts);
  expect(await misfits(bare)).toEqual([]);
}
