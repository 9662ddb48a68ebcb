// Double submission: an enhanced form is aria-busy while pending and sends only once.
import type { Page } from '@playwright/test';
import { newPerson, postForecast } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

/** Every form that the page sends from now on. */
function sentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
  });
  return sent;
}

test('a form is aria-busy while its submission is pending', async ({ page }) => {
  const answers = Promise.withResolvers<void>();
  await page.route('**/sign-in*', async (route) => {
    if (route.request().method() === 'POST') await answers.promise;
    await route.continue();
  });
  const sent = sentBy(page);
  await page.goto('/sign-in');
  const person = newPerson();
  await page.getByLabel('닉네임').fill(person.handle);
  await page.getByLabel('비밀번호', { exact: true }).fill(person.password);
  const form = page.locator('form').filter({ has: page.getByLabel('닉네임') });
  const button = form.getByRole('button', { name: '로그인' });
  await button.click();
  await expect(form).toHaveAttribute('aria-busy', 'true');
  await expect(button).toBeDisabled();
  await form.evaluate((element: HTMLFormElement) => element.requestSubmit());
  answers.resolve();
  await expect(page.getByText('닉네임이나 비밀번호가 맞지 않아요.').first()).toBeVisible();
  await expect(form).not.toHaveAttribute('aria-busy');
  await expect(button).toBeEnabled();
  expect(sent).toEqual(['/sign-in']);
});

test('a double click on withdraw withdraws once', async ({ page, reader: _, origin }) => {
  await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '70', lg: '50' });
  await page.goto('/questions/final-3');
  const log = section(page, '내 기록');
  const sent = sentBy(page);
  await log.getByRole('button', { name: '예측 취소하기' }).dblclick();
  await expect(log.getByRole('button')).toHaveCount(0);
  await expect(log.getByRole('listitem')).toHaveCount(2);
  expect(sent).toHaveLength(1);
});

test('a double click on sign out signs out once', async ({ page, reader: _ }) => {
  await page.goto('/me');
  const sent = sentBy(page);
  await page.getByRole('button', { name: '로그아웃', exact: true }).dblclick();
  await expect(page.getByText('로그아웃했어요.')).toBeVisible();
  expect(sent).toEqual(['/sign-out']);
});
