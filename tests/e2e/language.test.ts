// Korean by default at every URL, English under /en; pages.test.ts has that no page mixes them.
import { joinOnPage, signInOnPage } from './setup/account-forms.ts';
import { openNumbers, pick, pressable, sentence, shownNumbers, typeNumbers } from './setup/forecasting.ts';
import { inLanguage, OWN_PAGE } from './setup/pages.ts';
import { newPerson, type Person, postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const COMPANIES = ['SK Telecom', 'Upstage', 'LG AI Research'];

function anEnglishPerson(): Person {
  const person = newPerson();
  return { ...person, handle: person.handle.replace('독자', 'reader') };
}

test.describe('for a browser with Accept-Language English', () => {
  test.use({ locale: 'en-US' });

  test('a URL without a language prefix is Korean', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(page).toHaveURL('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('마지막 두 자리, 누가 앉을까요?');
  });
});

test.describe('switching the language', () => {
  const places = ['/', '/questions/count-3', '/rounds', '/join?next=%2Frounds', '/nothing-here'];
  for (const place of places) {
    test(`keeps the place at ${place}`, async ({ page }) => {
      await page.goto(place);
      await page.getByRole('contentinfo').getByRole('link', { name: 'English' }).click();
      await expect(page).toHaveURL(inLanguage(place, 'en'));
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await page.getByRole('contentinfo').getByRole('link', { name: '한국어' }).click();
      await expect(page).toHaveURL(place);
      await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    });
  }

  test('keeps the reader signed in', async ({ page, reader }) => {
    await page.goto(OWN_PAGE);
    await page.getByRole('contentinfo').getByRole('link', { name: 'English' }).click();
    await expect(page.getByRole('banner')).toContainText(reader.handle);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('My forecasts');
  });

  test('is not needed again after starting on an English page', async ({ page }) => {
    const person = anEnglishPerson();
    await page.goto('/en');
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Join', exact: true }).click();
    await joinOnPage(page, person, 'en');
    await expect(page.getByText('You have joined.')).toBeVisible();
    await expect(page).toHaveURL('/en');
  });

  test('on /join keeps the return path, in the new language', async ({ page }) => {
    await page.goto('/rounds');
    await page.getByRole('banner').getByRole('link', { name: '로그인' }).click();
    // The footer is on both pages: its link is the right one only after the way here has ended.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('로그인');
    await page.getByRole('contentinfo').getByRole('link', { name: 'English' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Join', exact: true }).click();
    await joinOnPage(page, anEnglishPerson(), 'en');
    await expect(page).toHaveURL('/en/rounds');
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('every form works in English', async ({ page }) => {
      const person = anEnglishPerson();
      await page.goto('/en/questions/final-3');

      // A visitor's picks, kept while he joins; first with a fault.
      const picks = await pick(page, 'SK Telecom', 'LG AI Research');
      await picks.getByRole('button', { name: 'Save forecast' }).click();
      await expect(page).toHaveURL(/^[^?]*\/en\/join\?next=/);
      await expect(page.getByText('This forecast is saved when you join.')).toBeVisible();
      await joinOnPage(page, { ...person, password: 'short' }, 'en');
      await expect(page.getByText('The password is too short.').first()).toBeVisible();
      await joinOnPage(page, person, 'en');
      await expect(page).toHaveURL('/en/questions/final-3');
      await expect(page.getByText('You have joined, and your forecast is saved.')).toBeVisible();

      // A number per option, with a wrong sum that is balanced.
      const numbers = await openNumbers(page, 'en');
      await typeNumbers(numbers, { 'SK Telecom': '60', Upstage: '60', 'LG AI Research': '60' });
      await pressable(numbers, 'Change forecast').click();
      if (!javaScriptEnabled) {
        await expect(sentence(numbers, 'The sum is 180%. It must be 200%.')).toBeVisible();
        await pressable(numbers, 'Balance the sum').click();
      }
      await expect(sentence(numbers, 'The numbers now add up to 200%.')).toBeVisible();
      // With scripts the last number stays as it was typed.
      const balanced = javaScriptEnabled ? ['70', '70', '60'] : ['66.7', '66.7', '66.6'];
      expect(await shownNumbers(numbers, COMPANIES)).toEqual(balanced);
      await pressable(numbers, 'Change forecast').click();
      await expect(page).toHaveURL('/en/questions/final-3');
      await expect(page.getByText('Your forecast is changed.')).toBeVisible();

      // Withdrawal, signing out and in again.
      await page.getByRole('button', { name: 'Withdraw my forecast' }).click();
      await expect(page.getByText('Your forecast is withdrawn.')).toBeVisible();
      await expect(page).toHaveURL('/en/questions/final-3');
      await page.getByRole('banner').getByRole('link', { name: person.handle }).click();
      await expect(page).toHaveURL('/en/me');
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await expect(page).toHaveURL('/en');
      await expect(page.getByText('You are signed out.')).toBeVisible();
      await page.goto('/en/me');
      await expect(page).toHaveURL('/en/sign-in?next=%2Fen%2Fme');
      await signInOnPage(page, { ...person, password: 'not the password' }, 'en');
      await expect(page.getByText(/^Handle and password do not match\./).first()).toBeVisible();
      await signInOnPage(page, person, 'en');
      await expect(page).toHaveURL('/en/me');
      await expect(page.getByText('You are signed in.')).toBeVisible();
    });
  });
}

test('times are Korean in both languages, with the zone', async ({ page, reader: _, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  await page.goto('/questions/final-3');
  await expect(page.getByText(/\d{4}년 \d+월 \d+일\(.\) \d\d:\d\d \(KST\) · 현재/)).toBeVisible();
  await page.goto('/en/questions/final-3');
  await expect(page.getByText(/\w+, \w+ \d+, \d{4}, \d\d:\d\d \(KST\) · current/i)).toBeVisible();
});
