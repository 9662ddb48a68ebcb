// Automatic accessibility checks of every page at every width: axe, touch target size, no horizontal scrolling.
import { faults, misfits, TARGET, unfold, violations } from './setup/audit.ts';
import { openNumbers, picksForm, pressable, sentence, typeNumbers } from './setup/forecasting.ts';
import { join, newPerson, postForecast } from './setup/people.ts';
import { inLanguage, LANGUAGES, MISSING_PAGE, OWN_PAGES, PUBLIC_PAGES } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

const PAGES = [...PUBLIC_PAGES, ...OWN_PAGES, MISSING_PAGE];

/** Both languages, and both schemes at each width: see `faults`. */
const SETTINGS = [
  { language: 'ko', colorScheme: 'light', width: 360 },
  { language: 'en', colorScheme: 'dark', width: 1280 },
] as const;

for (const { language, colorScheme, width } of SETTINGS) {
  test.describe(`in ${language}, nobody is kept out, at any width: axe, targets and scrolling on`, () => {
    test.use({ colorScheme, viewport: { width, height: 720 } });

    for (const path of PAGES) {
      test(`${path}`, async ({ page, origin }) => {
        if (OWN_PAGES.includes(path)) {
          await join(page.request, origin, newPerson());
          await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
        }
        await page.goto(inLanguage(path, language));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await unfold(page);
        expect(await faults(page)).toEqual([]);
      });
    }
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, nothing is wrong`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 640 } });

    test('while a reader forecasts, has a wrong sum, and after saving', async ({ page, reader }) => {
      expect(reader.handle).toBeTruthy();
      await page.goto('/questions/final-3');
      const picks = picksForm(page);
      await picks.getByRole('checkbox', { name: /^SK텔레콤/ }).check();
      expect([...(await violations(page)), ...(await misfits(page))]).toEqual([]);
      await picks.getByRole('checkbox', { name: /^LG AI연구원/ }).check();
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '80', 업스테이지: '80', 'LG AI연구원': '50' });
      await pressable(numbers, '예측 남기기').click();
      await expect(sentence(numbers, '지금 합은 210%예요.')).toBeVisible();
      expect([...(await violations(page)), ...(await misfits(page))]).toEqual([]);
      await typeNumbers(numbers, { 'LG AI연구원': '40' });
      await pressable(numbers, '예측 남기기').click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      expect([...(await violations(page)), ...(await misfits(page))]).toEqual([]);
    });

    test('when joining and signing in have validation errors and a draft', async ({ page, origin }) => {
      await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
      for (const path of ['/join', '/sign-in']) {
        await page.goto(path);
        await page.getByRole('main').locator('form').getByRole('button').last().click();
        await expect(page.getByText('다시 확인해 주세요')).toBeVisible();
        expect(await faults(page), path).toEqual([]);
      }
    });
  });
}

test.describe('on touch screens', () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  for (const language of LANGUAGES) {
    test(`in ${language}, controls and links that stand alone are at least ${TARGET} px large, and no page scrolls sideways, not with the longest handle either`, async ({
      page,
      origin,
    }) => {
      test.slow();
      const person = {
        ...newPerson(),
        handle: `W${Math.random().toString(36).slice(2, 10).toUpperCase()}WWWWWWWWWWWWWWWWWWWW`.slice(0, 20),
      };
      await join(page.request, origin, person);
      await postForecast(page.request, origin, 'final-3', { skt: '99.9', upstage: '99.9', lg: '0.2' });
      for (const path of PAGES) {
        await page.goto(inLanguage(path, language));
        await unfold(page);
        expect(await misfits(page), path).toEqual([]);
      }
    });
  }

  test('nor does a form with picks, or an account form', async ({ page }) => {
    for (const path of ['/', '/join', '/sign-in']) {
      await page.goto(path);
      if (path === '/') {
        for (const name of [/^SK텔레콤/, /^업스테이지/])
          await picksForm(page).getByRole('checkbox', { name }).check();
      }
      expect(await misfits(page), path).toEqual([]);
    }
  });
});

test.describe('on touch screens, without scripts', () => {
  test.use({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false });

  test('nothing is smaller or wider: all styles are in the server’s response', async ({ page }) => {
    for (const path of PUBLIC_PAGES) {
      await page.goto(path);
      expect(await misfits(page), path).toEqual([]);
    }
  });
});
