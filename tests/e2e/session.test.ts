// The list of sessions and signing out.
import type { APIRequestContext } from '@playwright/test';
import { join, newPerson, postForm, requestsOf } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

test('a reader sees their sessions, and ends all others', async ({ page, reader, site }) => {
  const phone = await requestsOf(site, reader);
  await page.goto('/me');
  const devices = section(page, '로그인된 기기');
  await expect(devices.getByRole('listitem')).toHaveCount(2);
  await expect(devices.getByText('지금 이 기기')).toHaveCount(1);
  await devices.getByRole('button', { name: '다른 기기에서 모두 로그아웃' }).click();
  await expect(page.getByText('다른 기기에서 모두 로그아웃했어요.')).toBeVisible();
  await expect(devices.getByRole('listitem')).toHaveCount(1);
  await expect(devices.getByRole('button')).toHaveCount(0);

  const asked = await phone.get('/me', { maxRedirects: 0 });
  expect(asked.status()).toBe(303);
  await phone.dispose();
});

test('a cookie is invalid after signing out', async ({ page, reader: _, context }) => {
  const cookies = await context.cookies();
  await page.goto('/me');
  await page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await expect(page.getByText('로그아웃했어요.')).toBeVisible();
  await context.addCookies(cookies);
  await page.goto('/me');
  await expect(page).toHaveURL('/sign-in?next=%2Fme');
});

test('a forged cookie is ignored without an error', async ({ page, context, origin }) => {
  for (const value of ['x', 'a'.repeat(40), '%00', '../..', 'é']) {
    await context.addCookies([{ name: 'session', value: encodeURIComponent(value), url: origin }]);
    const response = await page.goto('/me');
    expect(response?.status()).toBe(200);
    await expect(page).toHaveURL('/sign-in?next=%2Fme');
  }
});

test('a visitor who withdraws or ends sessions is asked to sign in', async ({ request, origin }) => {
  for (const action of ['/questions/final-3?/withdraw', '/me?/endOtherSessions']) {
    const response = await postForm(request, origin, action);
    expect(response.status(), action).toBe(303);
    expect(response.headers()['location'], action).toMatch(/^\/sign-in/);
  }
});

test('a stranger has ten guesses at a handle, and does not lock out its owner', async ({
  request: owner,
  page,
  origin,
}) => {
  const victim = newPerson();
  await join(owner, origin, victim);
  const signInBy = (request: APIRequestContext, password: string) =>
    postForm(request, origin, '/sign-in', { login: victim.handle, password, next: '/' });
  for (let time = 0; time < 10; time++)
    expect((await signInBy(page.request, `guess ${time}`)).status()).toBe(400);
  const refused = await signInBy(page.request, victim.password);
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);

  await page.goto('/sign-in');
  const main = page.getByRole('main');
  await main.getByRole('textbox', { name: '닉네임' }).fill(victim.handle);
  await main.getByRole('textbox', { name: '비밀번호' }).fill('guess again');
  await main.getByRole('button', { name: '로그인', exact: true }).click();
  await expect(main.getByText('짧은 시간에 너무 여러 번 시도했어요.')).toBeVisible();
  await expect(main.getByRole('textbox', { name: '닉네임' })).toHaveValue(victim.handle);

  expect((await signInBy(owner, victim.password)).status(), 'where the owner has joined').toBe(303);
});
