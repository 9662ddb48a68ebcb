// Accounts that are linked to an identity of another provider.
import type { Page } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { join, newPerson, postForm, signIn } from './setup/people.ts';
import { consent, KAKAO, link, useProviders } from './setup/providers.ts';
import { expect, test } from './setup/test.ts';

const providers = useProviders();

/** Joins by Kakao. */
async function joinByKakao(page: Page): Promise<void> {
  await page.goto('/join');
  await link(page, KAKAO).click();
  await consent(page);
  await expect(page.getByText('가입했어요. 이제 예측을 남길 수 있어요.')).toBeVisible();
}

test('an account with a password links and unlinks; the last way in stays', async ({ page, context }) => {
  const person = newPerson();
  await signIn(context, providers.site, person);
  const unlink = page.getByRole('button', { name: '카카오 연결 끊기' });
  await page.goto('/me');
  await link(page, '로그인 방법').click();
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('계정을 연결했어요.')).toBeVisible();
  await unlink.click();
  await expect(page.getByText('연결을 끊었어요.')).toBeVisible();
  await expect(unlink).toHaveCount(0);
});

test('who signs in by a provider has no tries at the password of a known device', async ({
  page,
  browser,
}) => {
  const person = newPerson();
  await join(page.request, providers.site.url, person);
  await page.goto('/me/ways');
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('계정을 연결했어요.')).toBeVisible();

  const other = await (await browser.newContext({ baseURL: providers.site.url })).newPage();
  await other.goto('/sign-in?next=/me/ways');
  await link(other, KAKAO).click();
  await expect(other.getByLabel('지금 비밀번호')).toBeVisible();
  const prove = () =>
    postForm(other.request, providers.site.url, '/me/ways?/prove', { password: 'not the password at all' });
  // Ten tries for everybody but the owner's own device.
  for (let i = 0; i < 10; i++) expect((await prove()).status()).toBe(400);
  expect((await prove()).status()).toBe(429);
  const { handle, password } = person;
  const again = await postForm(page.request, providers.site.url, '/sign-in', { login: handle, password });
  expect(again.status()).toBe(303);
  await other.context().close();
});

test('who has no other way in keeps it until there is a password', async ({ page }) => {
  await joinByKakao(page);
  await page.goto('/me/ways');
  await page.getByRole('button', { name: '카카오 연결 끊기' }).click();
  await expect(page.getByText('로그인할 방법이 하나는 남아 있어야 해요.').first()).toBeVisible();
  await page.getByRole('link', { name: '비밀번호 만들기' }).click();
  await page.getByLabel('새 비밀번호').fill('나무 사이로 조용히 흐르는 강물');
  await page.getByRole('button', { name: '비밀번호 만들기' }).click();
  await expect(page).toHaveURL(/\/me$/);
  await page.goto('/me/ways');
  await page.getByRole('button', { name: '카카오 연결 끊기' }).click();
  await expect(page.getByText('연결을 끊었어요.')).toBeVisible();
});

test('a session at the provider since yesterday proves nothing, whatever the provider was asked', async ({
  page,
  context,
}) => {
  providers.openid.become('returning');
  await joinByKakao(page);
  await context.clearCookies();
  let asked: unknown;
  let age = 24 * 60 * 60;
  providers.openid.fail({
    redirect: (_, { prompt }) => void (asked = prompt),
    token: (token) => void (token['auth_time'] = Math.floor(Date.now() / 1000) - age),
  });
  await page.goto('/sign-in?next=/me/ways');
  await link(page, KAKAO).click();
  const unlink = page.getByRole('button', { name: '카카오 연결 끊기' });
  const again = page.getByText('바꾸려면 다시 로그인해 주세요.', { exact: false });
  await expect(again).toBeVisible();
  expect(asked).toBeUndefined();
  await link(page, KAKAO).click();
  await expect(page.getByText('로그인했어요.', { exact: false })).toBeVisible();
  expect(asked).toBe('login');
  await expect(again).toBeVisible();
  await expect(unlink).toHaveCount(0);
  age = 5;
  await link(page, KAKAO).click();
  await expect(unlink).toBeVisible();
});

test('a provider is asked for another sign-in in its own words', async ({ page }) => {
  const asked = async (provider: string) => {
    const sent = await page.request.get(`/sign-in/${provider}?again`, { maxRedirects: 0 });
    return new URL(sent.headers()['location']!).searchParams;
  };
  expect((await asked('naver')).get('auth_type')).toBe('reauthenticate');
  expect((await asked('google')).get('max_age')).toBe('0');
});

test('an admin cannot sign in by a provider', async ({ page, context }) => {
  const admin = await signIn(context, providers.site);
  await page.goto('/me/ways');
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('계정을 연결했어요.')).toBeVisible();
  await makeAdmin(providers.site, admin);
  await context.clearCookies();
  await page.goto('/sign-in');
  await link(page, KAKAO).click();
  await expect(page.getByText('관리자는 이 사이트의 비밀번호나 패스키로 로그인해 주세요.')).toBeVisible();
  expect((await page.request.get('/me', { maxRedirects: 0 })).status()).toBe(303);
});

test('one identity is one account’s', async ({ page, context }) => {
  providers.openid.become('somebody');
  await joinByKakao(page);
  await context.clearCookies();
  await signIn(context, providers.site, newPerson());
  await page.goto('/me/ways');
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('이미 다른 닉네임에 연결된 계정이에요.')).toBeVisible();
});

test('who deletes an account without a password cannot join by the same identity for thirty days', async ({
  page,
}) => {
  providers.openid.become('leaving');
  await joinByKakao(page);
  await page.goto('/me/delete');
  const handle = /: (\S+)$/.exec((await page.locator('label').first().textContent())!.trim())![1]!;
  await page.getByLabel('닉네임', { exact: false }).fill(handle);
  await page.getByRole('button', { name: '계정 지우기' }).click();
  await expect(page.getByText('계정을 지웠어요', { exact: false }).first()).toBeVisible();
  await page.goto('/join');
  await link(page, KAKAO).click();
  await consent(page);
  await expect(page.getByText('지운 뒤 30일 동안은 쓸 수 없어요.', { exact: false }).first()).toBeVisible();
});
