// Passkeys, with the virtual authenticator of Chromium.
import type { Page } from '@playwright/test';
import { sql } from 'kysely';
import { makeAdmin } from './setup/admins.ts';
import { accountForm } from './setup/account-forms.ts';
import { expectNoProblems } from './setup/audit.ts';
import { getAccountId, withDatabase } from './setup/database.ts';
import { pick, pressable } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { join, newPerson, postForm, signIn } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

/** An authenticator that holds passkeys and recognises its owner, whoever asks. */
async function plugIn(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/me/ways');
  await page.getByLabel('패스키 이름').fill(name);
  await page.getByRole('button', { name: '패스키 추가하기' }).click();
  await expect(page.getByText('패스키를 추가했어요.', { exact: false })).toBeVisible();
  await expect(page.getByText(`패스키: ${name}`)).toBeVisible();
}

test('a passkey signs in without typing, and is removed', async ({ page, context }) => {
  const person = newPerson();
  await signIn(context, own.site, person);
  await plugIn(page);
  await addPasskey(page, '내 전화');
  await expectNoProblems(page);
  await context.clearCookies();
  await page.goto('/sign-in?next=/rounds');
  await page.getByRole('button', { name: '패스키로 로그인' }).click();
  await expect(page).toHaveURL(/\/rounds$/);
  await expect(page.getByText('로그인했어요.')).toBeVisible();
  await page.goto('/me/ways');
  await page.getByRole('button', { name: '내 전화 지우기' }).click();
  await expect(page.getByText('패스키를 지웠어요.')).toBeVisible();
  await context.clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: '패스키로 로그인' }).click();
  await expect(page.getByText('패스키를 확인하지 못했어요.', { exact: false }).first()).toBeVisible();
  expect((await page.request.get('/me', { maxRedirects: 0 })).status()).toBe(303);
});

test('who joins by a passkey alone brings the forecast along, types nothing, and keeps the last way in', async ({
  page,
  context,
}) => {
  await plugIn(page);
  await page.goto('/questions/final-3');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await pressable(picks, /예측 남기기/).click();
  await page.getByRole('link', { name: '비밀번호 없이 패스키로 가입하기' }).click();
  await expect(page.getByText('가입하면 이 예측도 함께 남겨 드려요.')).toBeVisible();
  await expectNoProblems(page);

  const join = page.getByRole('button', { name: '동의하고 패스키로 가입하기' });
  const { handle } = accountForm(page);
  const proposed = await handle.inputValue();
  await handle.fill('author');
  await join.click();
  await expect(page.getByText('운영이나 참가 기업의 이름으로', { exact: false }).first()).toBeVisible();
  await expect(handle).toHaveValue('author');
  await handle.fill(proposed);
  await join.click();
  await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
  await expect(page).toHaveURL(/\/questions\/final-3$/);

  await page.goto('/me/ways');
  await page.getByRole('button', { name: '내 기기 지우기' }).click();
  await expect(page.getByText('로그인할 방법이 하나는 남아 있어야 해요.').first()).toBeVisible();
  await context.clearCookies();
  await page.goto('/sign-in?next=/me');
  await page.getByRole('button', { name: '패스키로 로그인' }).click();
  await expect(page.getByRole('definition').first()).toHaveText(proposed);
});

test('a passkey is offered on the second visit to somebody still signed in, until they do not want it', async ({
  page,
  context,
}) => {
  const { handle } = await signIn(context, own.site);
  const offer = page.getByRole('link', { name: '다음부터 비밀번호 없이 로그인하기' });
  const beginVisit = () =>
    withDatabase(own.site, async (db) => {
      const accountId = await getAccountId(db, handle);
      await sql`update session set last_used_at = last_used_at - interval '7 hours' where account_id = ${accountId}`.execute(
        db,
      );
    });
  await page.goto('/rounds');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(offer).toHaveCount(0);

  await beginVisit();
  await page.goto('/rounds');
  await expect(offer).toBeVisible();
  await expectNoProblems(page);
  await page.goto('/rounds');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(offer).toHaveCount(0);

  await beginVisit();
  await page.goto('/rounds');
  await page.getByRole('button', { name: '다시 묻지 않기' }).click();
  await expect(offer).toHaveCount(0);
  await expect(page).toHaveURL(/\/rounds$/);
  await beginVisit();
  await page.goto('/rounds');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(offer).toHaveCount(0);
});

test('how a passkey can be reached is stored, and told to the browser that is to add another', async ({
  page,
  context,
}) => {
  const person = newPerson();
  await signIn(context, own.site, person);
  await plugIn(page);
  await addPasskey(page, '내 전화');
  const stored = await withDatabase(own.site, async (db) =>
    db
      .selectFrom('passkey')
      .select(['passkey.id', 'transports'])
      .where('accountId', '=', await getAccountId(db, person.handle))
      .execute(),
  );
  expect(stored).toEqual([{ id: expect.stringMatching(/^[\w-]+$/), transports: ['internal'] }]);
  const asked = await page.request.post('/me/ways/passkey', { headers: { origin: own.site.url } });
  const { excludeCredentials } = (await asked.json()) as { excludeCredentials: object[] };
  expect(excludeCredentials).toEqual([{ ...stored[0], type: 'public-key' }]);
});

test('an answer is good once, also with the cookie of its question, and for no other question', async ({
  page,
  context,
}) => {
  await signIn(context, own.site);
  await plugIn(page);
  await addPasskey(page, '내 노트북');
  await context.clearCookies();
  await page.goto('/sign-in');
  const sent = page.waitForRequest((request) => request.url().includes('/sign-in/passkey?'));
  await page.getByRole('button', { name: '패스키로 로그인' }).click();
  const answer = new URLSearchParams((await sent).postData()!).get('answer')!;
  const question = (await (await sent).allHeaders())['cookie']!;
  await expect(page.getByText('로그인했어요.')).toBeVisible();

  for (const cookie of [question, '']) {
    await context.clearCookies();
    const again = await page.request.post('/sign-in/passkey', {
      form: { answer },
      headers: { origin: own.site.url, accept: 'text/html', cookie },
      maxRedirects: 0,
    });
    expect(again.headers()['location']).toMatch(/^\/sign-in\?/);
  }
  await context.clearCookies();
  await page.request.post('/sign-in/passkey/options', { headers: { origin: own.site.url } });
  for (const text of [answer, '', 'null', '{}', '{"id":1}', '{"id":"x"}', '['.repeat(10_000)]) {
    const refused = await postForm(page.request, own.site.url, '/sign-in/passkey', { answer: text });
    expect(refused.headers()['location']).toMatch(/^\/sign-in\?/);
  }
});

test('an admin who has a passkey confirms with it: the password is not enough', async ({
  page,
  context,
  other,
}) => {
  const admin = newPerson();
  await join(context.request, own.site.url, admin);
  await makeAdmin(own.site, admin);
  const excluded = newPerson();
  await join(other.context().request, own.site.url, excluded);
  await plugIn(page);
  await addPasskey(page, '관리자 열쇠');

  await page.goto(`/admin/accounts/${encodeURIComponent(excluded.handle)}`);
  const form = section(page, '순위와 모두의 예측에서 제외하기');
  await form.getByLabel('이유').fill('같은 사람의 두 번째 계정');
  await form.getByRole('button', { name: '이 계정 제외하기' }).click();
  await expect(page.getByText('관리자는 패스키로 확인해야 해요.', { exact: false }).first()).toBeVisible();
  await expect(form.getByLabel('이유')).toHaveValue('같은 사람의 두 번째 계정');

  await page.goto('/me/ways');
  await expect(page.getByLabel('지금 비밀번호')).toHaveCount(0);
  await page.getByRole('button', { name: '패스키로 확인하기' }).click();
  await expect(page.getByRole('button', { name: '관리자 열쇠 지우기' })).toBeVisible();
  await page.goto(`/admin/accounts/${encodeURIComponent(excluded.handle)}`);
  await form.getByLabel('이유').fill('같은 사람의 두 번째 계정');
  await form.getByRole('button', { name: '이 계정 제외하기' }).click();
  await expect(page.getByText('저장했어요.')).toBeVisible();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a passkey is not offered for joining, and its page says what it needs', async ({ page }) => {
    await page.goto('/join');
    await expect(page.getByRole('link', { name: '비밀번호 없이 패스키로 가입하기' })).toBeHidden();
    await page.goto('/join/passkey');
    await expect(page.getByRole('button', { name: '동의하고 패스키로 가입하기' })).toHaveCount(0);
    expect(await page.content()).toContain('스크립트를 켠 브라우저');
  });

  test('the page of ways to sign in says what passkeys need', async ({ page, context }) => {
    await signIn(context, own.site);
    await page.goto('/me/ways');
    await expect(page.getByRole('button', { name: '패스키 추가하기' })).toHaveCount(0);
    await expect(page.getByText('확인된 계정으로 세어요', { exact: false })).toHaveCount(0);
    expect(await page.content()).toContain('스크립트를 켠 브라우저');
  });
});
