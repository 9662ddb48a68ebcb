// Joining from a network from which many have joined within the hour.
import { accountForm, joinOnPage } from './setup/account-forms.ts';
import { fromNewAddress } from './setup/address.ts';
import { join, joinForm, newPerson, postForm } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const FREE_JOINS = 20;

test.describe.configure({ mode: 'serial' });
// One address for all tests of this file.
const headers = fromNewAddress();
test.use({ extraHTTPHeaders: headers });

test('twenty join freely in an hour; the next one gets 429 and when to come back', async ({
  request,
  origin,
}) => {
  for (let i = 0; i < FREE_JOINS; i++) await join(request, origin, newPerson());
  const refused = await postForm(request, origin, '/join', joinForm(newPerson()));
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
  expect(await refused.text()).toContain('이 네트워크에서 가입이 많아 확인이 하나 더 필요해요.');
});

interface Noted {
  progressShares: number[];
}

/** Runs in the page: notes every position of its progress bar, 0..1. */
function noteProgress(): void {
  const shares: number[] = [];
  (globalThis as unknown as Noted).progressShares = shares;
  new MutationObserver(() => {
    const bar = document.querySelector('progress');
    if (bar) shares.push(bar.position);
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

test('the reader’s device works out a proof, and joins with it', async ({ page }) => {
  const person = newPerson();
  await page.addInitScript(noteProgress);
  await page.goto('/join');
  await expect(page.getByText('확인을 마쳤어요.')).toBeVisible({ timeout: 30_000 });
  const shares = await page.evaluate(() => (globalThis as unknown as Noted).progressShares);
  expect(Math.max(...shares)).toBeGreaterThan(0);
  // A form that comes back brings another challenge.
  await joinOnPage(page, { ...person, handle: 'two words' });
  await expect(page.getByText('2자에서 20자까지').first()).toBeVisible();
  await expect(page.getByText('확인을 마쳤어요.')).toBeVisible({ timeout: 30_000 });
  await joinOnPage(page, person);
  await expect(page.getByRole('banner')).toContainText(person.handle);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the form says how long to wait, and keeps what was typed', async ({ page }) => {
    const person = newPerson();
    await page.goto('/join');
    await expect(page.getByText('30초쯤 기다렸다가 가입해 주세요.')).toBeVisible();
    const token = await page.locator('input[name=token]').inputValue();
    await joinOnPage(page, person);
    await expect(page.getByText('아직 조금 더 기다려야 해요.').first()).toBeVisible();
    await expect(accountForm(page).handle).toHaveValue(person.handle);
    await expect(page.locator('input[name=token]')).toHaveValue(token);
  });
});
