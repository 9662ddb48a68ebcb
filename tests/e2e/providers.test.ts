// Signing in by other providers, and what they can do wrong.
import type { Page } from '@playwright/test';
import { pick, pressable } from './setup/forecasting.ts';
import { newPerson, postForm } from './setup/people.ts';
import { consent, KAKAO, link, useProviders } from './setup/providers.ts';
import { expect, test } from './setup/test.ts';

const providers = useProviders();

const GOOGLE = 'Google 계정으로 계속하기';

async function forecasters(page: Page): Promise<number> {
  const crowd = await page.request.get('/api/v1/questions/final-3/crowd');
  return ((await crowd.json()) as { forecasters: number }).forecasters;
}

// First, as the site asks a provider for its addresses once.
test('a provider whose addresses cannot be read says so, keeps the draft, and works once they can', async ({
  page,
}) => {
  providers.openid.fail({ discovery: (response) => void (response.statusCode = 503) });
  await page.goto('/questions/final-3');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await pressable(picks, /예측 남기기/).click();
  await link(page, GOOGLE).click();
  await expect(page.getByText('로그인 서비스가 지금 응답하지 않아요.', { exact: false })).toBeVisible();
  await expect(page.getByText('로그인하면 이 예측도 함께 남겨 드려요.')).toBeVisible();
  providers.openid.fail();
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
    providers.openid.fail(faults);
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
  providers.openid.fail({ redirect: (to) => void (used = to.searchParams.get('code')!) });
  const other = await (await browser.newContext({ baseURL: providers.site.url })).newPage();
  await other.goto('/sign-in');
  await link(other, KAKAO).click();
  await expect(other).toHaveURL(/\/join\/with$/);
  await other.context().close();
  providers.openid.fail({ redirect: (to) => to.searchParams.set('code', used) });
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
  providers.openid.fail({ redirect: (to) => void (returned = to.href) });
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
    expect((await postForm(page.request, providers.site.url, '/join/with?/join', form)).status()).toBe(400);
  }
  await page.getByRole('button', { name: '내 카카오 계정이 아니에요' }).click();
  await expect(page).toHaveURL(/\/join$/);
  const form = { handle: newPerson().handle, age14: 'on', terms: 'on' };
  const late = await postForm(page.request, providers.site.url, '/join/with?/join', form);
  expect(late.status()).toBe(400);
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
