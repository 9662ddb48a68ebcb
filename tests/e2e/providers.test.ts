// Signing in by other providers, which are real servers here: OpenID Connect for Kakao and Google, OAuth 2 for Naver.
import type { Page } from '@playwright/test';
import { startProvider } from '../setup/provider.ts';
import { accountForm } from './setup/account-forms.ts';
import { makeAdmin } from './setup/admins.ts';
import { pick, pressable } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { join, newPerson, postForm, signIn } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

type Provider = Awaited<ReturnType<typeof startProvider>>;

let openid: Provider;
let naver: Provider;

const own = useOwnSite(async () => {
  openid = await startProvider('openid');
  naver = await startProvider('naver');
  const keys = (name: string, url: string) => ({
    [`${name}_CLIENT_ID`]: `${name}-id`,
    [`${name}_CLIENT_SECRET`]: `${name}-secret`,
    [`${name}_ISSUER`]: url,
  });
  return { ...keys('KAKAO', openid.url), ...keys('GOOGLE', openid.url), ...keys('NAVER', naver.url) };
});
test.afterAll(async () => {
  await openid.stop();
  await naver.stop();
});
test.beforeEach(() => {
  openid.fail();
  openid.become();
  naver.become();
});

const KAKAO = '카카오 로그인';
const GOOGLE = 'Google 계정으로 계속하기';
const link = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name });

async function forecasters(page: Page): Promise<number> {
  const crowd = await page.request.get('/api/v1/questions/final-3/crowd');
  return ((await crowd.json()) as { forecasters: number }).forecasters;
}

/** Agrees and joins, with the handle that is proposed. */
async function consent(page: Page): Promise<void> {
  await expect(accountForm(page).handle).toHaveValue(/.{2,}/);
  await page.getByRole('button', { name: /^동의하고 / }).click();
}

/** Joins by Kakao. */
async function joinByKakao(page: Page): Promise<void> {
  await page.goto('/join');
  await link(page, KAKAO).click();
  await consent(page);
  await expect(page.getByText('가입했어요. 이제 예측을 남길 수 있어요.')).toBeVisible();
}

// First, as the site asks a provider for its addresses once.
test('a provider whose addresses cannot be read says so, keeps the draft, and works once they can', async ({
  page,
}) => {
  openid.fail({ discovery: (response) => void (response.statusCode = 503) });
  await page.goto('/questions/final-3');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await pressable(picks, /예측 남기기/).click();
  await link(page, GOOGLE).click();
  await expect(page.getByText('로그인 서비스가 지금 응답하지 않아요.', { exact: false })).toBeVisible();
  await expect(page.getByText('로그인하면 이 예측도 함께 남겨 드려요.')).toBeVisible();
  openid.fail();
  await link(page, GOOGLE).click();
  await expect(page.getByText('Google 계정을 확인했어요.', { exact: false })).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a visitor’s forecast comes along through Kakao by two presses and no typing, and counts at once', async ({
      page,
    }) => {
      const before = await forecasters(page);
      await page.goto('/questions/final-3');
      const picks = await pick(page, 'SK텔레콤', '업스테이지');
      await pressable(picks, /예측 남기기/).click();
      await expect(page).toHaveURL(/\/join/);
      await link(page, KAKAO).click();
      await expect(page.getByText('카카오 계정을 확인했어요.')).toBeVisible();
      await expect(page.getByText('가입하면 이 예측도 함께 남겨 드려요.')).toBeVisible();
      await expect(
        page.getByText(/만 14세 이상이고, 이용 약속.*개인정보 처리방침.*에 동의해요/),
      ).toBeVisible();
      await consent(page);
      await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL(/\/questions\/final-3$/);
      await expect.poll(() => forecasters(page)).toBe(before + 1);
    });
  });
}

for (const [provider, label, english] of [
  ['kakao', KAKAO, 'Login with Kakao'],
  ['naver', '네이버 로그인', 'Log in with Naver'],
  ['google', GOOGLE, 'Continue with Google'],
] as const) {
  test(`who joined by ${provider} signs in by it again, in either language`, async ({ page }) => {
    await page.goto('/sign-in?next=/rounds');
    await link(page, label).click();
    await consent(page);
    await expect(page).toHaveURL(/\/rounds$/);
    await page.goto('/me');
    const handle = await page.getByRole('definition').first().textContent();
    await page.getByRole('button', { name: '로그아웃', exact: true }).click();
    await page.goto('/en/sign-in?next=/en/me');
    await link(page, english).click();
    await expect(page).toHaveURL(/\/en\/me$/);
    await expect(page.getByText('You are signed in', { exact: false })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Sign in without a password next time' })).toBeVisible();
    await expect(page.getByRole('definition').first()).toHaveText(handle!);
  });
}

/** Makes the token one of another person, with what was the signature, or with none. */
function forge(body: { id_token: string }, alg: 'RS256' | 'none'): void {
  const [header, payload, signature] = body.id_token.split('.').map((part) => Buffer.from(part, 'base64url'));
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const parts = [
    encode({ ...(JSON.parse(header!.toString()) as object), alg }),
    encode({ ...(JSON.parse(payload!.toString()) as object), sub: 'victim' }),
    alg === 'none' ? '' : signature!.toString('base64url'),
  ];
  body.id_token = parts.join('.');
}

const FAILED = '로그인을 확인하지 못했어요. 처음부터 다시 해 주세요.';
for (const [what, faults, sentence] of [
  ['another state', { redirect: (to: URL) => to.searchParams.set('state', 'other') }, FAILED],
  ['no state', { redirect: (to: URL) => to.searchParams.delete('state') }, FAILED],
  ['another code', { redirect: (to: URL) => to.searchParams.set('code', 'other') }, FAILED],
  [
    'a forged signature',
    { response: ({ body }: { body: unknown }) => forge(body as { id_token: string }, 'RS256') },
    FAILED,
  ],
  [
    'an unsigned token',
    { response: ({ body }: { body: unknown }) => forge(body as { id_token: string }, 'none') },
    FAILED,
  ],
  ['another nonce', { token: (token: Record<string, unknown>) => (token['nonce'] = 'other') }, FAILED],
  ['no nonce', { token: (token: Record<string, unknown>) => delete token['nonce'] }, FAILED],
  ['another audience', { token: (token: Record<string, unknown>) => (token['aud'] = 'other') }, FAILED],
  [
    'another issuer',
    { token: (token: Record<string, unknown>) => (token['iss'] = 'https://other.example') },
    FAILED,
  ],
  ['an expired token', { token: (token: Record<string, unknown>) => (token['exp'] = 1_000_000) }, FAILED],
  [
    'no token',
    { response: ({ body }: { body: unknown }) => delete (body as { id_token?: string }).id_token },
    FAILED,
  ],
  [
    'a denied consent',
    {
      redirect: (to: URL) => {
        to.searchParams.delete('code');
        to.searchParams.set('error', 'access_denied');
      },
    },
    '로그인을 취소했어요. 다른 방법으로 로그인하거나 가입할 수 있어요.',
  ],
  [
    'a provider that is down',
    {
      response: (response: { statusCode: number; body: unknown }) =>
        Object.assign(response, { statusCode: 503, body: {} }),
    },
    '로그인 서비스가 지금 응답하지 않아요. 조금 뒤 다시 하거나 다른 방법을 골라 주세요.',
  ],
] as const) {
  test(`${what} ends on a page that says so, and the draft stays`, async ({ page }) => {
    await page.goto('/questions/final-3');
    const picks = await pick(page, 'SK텔레콤', '업스테이지');
    await pressable(picks, /예측 남기기/).click();
    openid.fail(faults);
    await link(page, KAKAO).click();
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in$/);
    await expect(page.getByText('로그인하면 이 예측도 함께 남겨 드려요.')).toBeVisible();
    expect((await page.request.get('/me', { maxRedirects: 0 })).status()).toBe(303);
  });
}

test('a code that has been used is refused by the provider, also in another browser', async ({
  page,
  browser,
}) => {
  let used = '';
  openid.fail({ redirect: (to) => void (used = to.searchParams.get('code')!) });
  const other = await (await browser.newContext({ baseURL: own.site.url })).newPage();
  await other.goto('/sign-in');
  await link(other, KAKAO).click();
  await expect(other).toHaveURL(/\/join\/with$/);
  await other.context().close();
  openid.fail({ redirect: (to) => to.searchParams.set('code', used) });
  await page.goto('/sign-in');
  await link(page, KAKAO).click();
  await expect(page.getByText(FAILED)).toBeVisible();
});

test('an address that the provider sent back is good once, and only in the browser that asked', async ({
  page,
  browser,
}) => {
  await page.goto('/sign-in');
  let returned = '';
  openid.fail({ redirect: (to) => void (returned = to.href) });
  await link(page, KAKAO).click();
  await expect(page).toHaveURL(/\/join\/with$/);
  const again = await page.request.get(returned, { maxRedirects: 0 });
  expect(again.headers()['location']).toBe('/sign-in');
  const other = await browser.newContext();
  const elsewhere = await other.request.get(returned, { maxRedirects: 0 });
  expect(elsewhere.headers()['location']).toBe('/sign-in');
  await other.close();
});

test('joining by a provider needs both consents, and an arrival that is not one’s own is dropped', async ({
  page,
}) => {
  await page.goto('/join');
  await link(page, KAKAO).click();
  await expect(page).toHaveURL(/\/join\/with$/);
  const incomplete: Record<string, string>[] = [{}, { age14: 'on' }, { terms: 'on' }];
  for (const consents of incomplete) {
    const form = { handle: newPerson().handle, ...consents };
    expect((await postForm(page.request, own.site.url, '/join/with?/join', form)).status()).toBe(400);
  }
  await page.getByRole('button', { name: '내 카카오 계정이 아니에요' }).click();
  await expect(page).toHaveURL(/\/join$/);
  const form = { handle: newPerson().handle, age14: 'on', terms: 'on' };
  const late = await postForm(page.request, own.site.url, '/join/with?/join', form);
  expect(late.status()).toBe(400);
});

test('an account with a password links and unlinks; the last way in stays', async ({ page, context }) => {
  const person = newPerson();
  await signIn(context, own.site, person);
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
  await join(page.request, own.site.url, person);
  await page.goto('/me/ways');
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('계정을 연결했어요.')).toBeVisible();

  const other = await (await browser.newContext({ baseURL: own.site.url })).newPage();
  await other.goto('/sign-in?next=/me/ways');
  await link(other, KAKAO).click();
  await expect(other.getByLabel('지금 비밀번호')).toBeVisible();
  const prove = () =>
    postForm(other.request, own.site.url, '/me/ways?/prove', { password: 'not the password at all' });
  // Ten tries for everybody but the owner's own device.
  for (let i = 0; i < 10; i++) expect((await prove()).status()).toBe(400);
  expect((await prove()).status()).toBe(429);
  const { handle, password } = person;
  const again = await postForm(page.request, own.site.url, '/sign-in', { login: handle, password });
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
  openid.become('returning');
  await joinByKakao(page);
  await context.clearCookies();
  let asked: unknown;
  let age = 24 * 60 * 60;
  openid.fail({
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
  const admin = await signIn(context, own.site);
  await page.goto('/me/ways');
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('계정을 연결했어요.')).toBeVisible();
  await makeAdmin(own.site, admin);
  await context.clearCookies();
  await page.goto('/sign-in');
  await link(page, KAKAO).click();
  await expect(page.getByText('관리자는 이 사이트의 비밀번호나 패스키로 로그인해 주세요.')).toBeVisible();
  expect((await page.request.get('/me', { maxRedirects: 0 })).status()).toBe(303);
});

test('one identity is one account’s', async ({ page, context }) => {
  openid.become('somebody');
  await joinByKakao(page);
  await context.clearCookies();
  await signIn(context, own.site, newPerson());
  await page.goto('/me/ways');
  await page.getByRole('link', { name: '카카오 계정 연결하기' }).click();
  await expect(page.getByText('이미 다른 닉네임에 연결된 계정이에요.')).toBeVisible();
});

test('who deletes an account without a password cannot join by the same identity for thirty days', async ({
  page,
}) => {
  openid.become('leaving');
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

test.describe('in the browser of KakaoTalk', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 KAKAOTALK 25.9.0',
  });

  test('Google is not offered, and another browser opens with the forecast that was picked', async ({
    page,
  }) => {
    await page.goto('/questions/final-3');
    const picks = await pick(page, 'SK텔레콤', '업스테이지');
    await pressable(picks, /예측 남기기/).click();
    await expect(link(page, KAKAO)).toBeVisible();
    await expect(link(page, GOOGLE)).toHaveCount(0);
    const outside = await link(page, '다른 브라우저에서 열기').getAttribute('href');
    expect(outside).toMatch(/^kakaotalk:\/\/web\/openExternal\?url=/);
    const address = new URL(outside!).searchParams.get('url')!;
    await page.context().clearCookies();
    await page.goto(address);
    await expect(page.getByRole('checkbox', { name: 'SK텔레콤' })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: '업스테이지' })).toBeChecked();
    await pressable(picks, /예측 남기기/).click();
    await expect(page.getByText('가입하면 이 예측도 함께 남겨 드려요.')).toBeVisible();
  });

  for (const path of ['/', '/questions/final-3'])
    test(`another browser opens with what is picked on ${path}`, async ({ page }) => {
      await page.goto(path);
      await pick(page, 'SK텔레콤', '업스테이지');
      const outside = page.getByRole('link', { name: '카카오톡 밖에서 이어서 하기' });
      await expect(outside).toHaveAttribute('href', /^kakaotalk:.*pick%3Dskt/);
      const address = new URL((await outside.getAttribute('href'))!).searchParams.get('url')!;
      await page.goto(address);
      await expect(page.getByRole('checkbox', { name: 'SK텔레콤' })).toBeChecked();
      await expect(page.getByRole('checkbox', { name: '업스테이지' })).toBeChecked();
    });
});

test('other browsers are not offered another one', async ({ page }) => {
  await page.goto('/');
  await pick(page, 'SK텔레콤', '업스테이지');
  await expect(page.getByRole('link', { name: '카카오톡 밖에서 이어서 하기' })).toHaveCount(0);
});
