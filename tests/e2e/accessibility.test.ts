// Nobody is kept out: automatic checks of every page, targets for fingers, and no scrolling sideways.
import { overflow, smallTargets, TARGET, unfold, violations } from './setup/audit.ts';
import { openNumbers, picksForm, pressable, sentence, typeNumbers } from './setup/forecasting.ts';
import { join, newPerson, postForecast } from './setup/people.ts';
import {
  inLanguage,
  LANGUAGES,
  type Language,
  MISSING_PAGE,
  OWN_PAGE,
  OWN_PAGES,
  PUBLIC_PAGES,
} from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

const PAGES = [...PUBLIC_PAGES, ...OWN_PAGES, MISSING_PAGE];

interface Setting {
  language: Language;
  colorScheme: 'light' | 'dark';
  width: number;
  pages: string[];
}

/** Each language, scheme and width for every page; each pair of them for the pages where most is done. */
const BUSIEST = ['/', '/questions/final-3', '/join', OWN_PAGE];
const SETTINGS: Setting[] = [
  { language: 'ko', colorScheme: 'light', width: 360, pages: PAGES },
  { language: 'en', colorScheme: 'dark', width: 1280, pages: PAGES },
  { language: 'ko', colorScheme: 'dark', width: 1280, pages: BUSIEST },
  { language: 'en', colorScheme: 'light', width: 360, pages: BUSIEST },
];

for (const { language, colorScheme, width, pages } of SETTINGS) {
  test.describe(`in ${language}, ${colorScheme}, at ${width} px, axe finds nothing on`, () => {
    test.use({ colorScheme, viewport: { width, height: 720 } });

    for (const path of pages) {
      test(`${path}`, async ({ page, origin }) => {
        if (OWN_PAGES.includes(path)) {
          await join(page.request, origin, newPerson());
          await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
        }
        await page.goto(inLanguage(path, language));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await unfold(page);
        expect(await violations(page)).toEqual([]);
      });
    }
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, axe finds nothing`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 640 } });

    test('while a reader forecasts, has a wrong sum, and after he has saved', async ({ page, reader }) => {
      expect(reader.handle).toBeTruthy();
      await page.goto('/questions/final-3');
      const picks = picksForm(page);
      await picks.getByRole('checkbox', { name: /^SK텔레콤/ }).check();
      expect(await violations(page)).toEqual([]);
      await picks.getByRole('checkbox', { name: /^LG AI연구원/ }).check();
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '80', 업스테이지: '80', 'LG AI연구원': '50' });
      await pressable(numbers, '예측 남기기').click();
      await expect(sentence(numbers, '지금 합은 210%예요.')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await typeNumbers(numbers, { 'LG AI연구원': '40' });
      await pressable(numbers, '예측 남기기').click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('when joining and signing in come back with faults, and bring a draft along', async ({
      page,
      origin,
    }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      for (const path of ['/join', '/sign-in']) {
        await page.goto(path);
        await page.getByRole('main').locator('form').getByRole('button').last().click();
        await expect(page.getByText('다시 확인해 주세요')).toBeVisible();
        expect(await violations(page), path).toEqual([]);
      }
    });
  });
}

test.describe('for fingers', () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  test(`every control, and every link that stands alone, is at least ${TARGET} px high`, async ({
    page,
    reader,
  }) => {
    expect(reader.handle).toBeTruthy();
    for (const path of PAGES.filter((path) => !/join|sign-in/.test(path))) {
      await page.goto(path);
      if (['/', '/questions/final-3'].includes(path)) {
        for (const name of [/^SK텔레콤/, /^업스테이지/])
          await picksForm(page).getByRole('checkbox', { name }).check();
      }
      await unfold(page);
      expect(await smallTargets(page), path).toEqual([]);
    }
    await page.context().clearCookies();
    for (const path of ['/', '/join', '/sign-in']) {
      await page.goto(path);
      expect(await smallTargets(page), path).toEqual([]);
    }
  });
});

test.describe('for fingers, without scripts', () => {
  test.use({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false });

  test(`links that stand alone have their ${TARGET} px, too: no part of a page waits for its styles`, async ({
    page,
  }) => {
    for (const path of PUBLIC_PAGES) {
      await page.goto(path);
      expect(await smallTargets(page), path).toEqual([]);
    }
  });
});

for (const width of [320, 360]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 640 }, isMobile: true, hasTouch: true });

    test('no page scrolls sideways, not with the longest handle and an open form either', async ({
      page,
      origin,
    }) => {
      const person = {
        ...newPerson(),
        handle: `W${Math.random().toString(36).slice(2, 10).toUpperCase()}WWWWWWWWWWWWWWWWWWWW`.slice(0, 20),
      };
      await join(page.request, origin, person);
      await postForecast(page.request, origin, 'final-3', { skt: '99.9', upstage: '99.9', lg: '0.2' });
      for (const language of LANGUAGES) {
        for (const path of PAGES) {
          await page.goto(inLanguage(path, language));
          await unfold(page);
          expect(await overflow(page), `${language} ${path}`).toEqual([]);
        }
      }
      await page.context().clearCookies();
      for (const path of ['/', '/join', '/sign-in']) {
        await page.goto(path);
        expect(await overflow(page), path).toEqual([]);
      }
    });
  });
}
