// Verifying an e-mail address by a code, on a site that sends its letters to a real SMTP server.
import type { Page } from '@playwright/test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { startMailbox } from '../setup/mailbox.ts';
import { accountForm } from './setup/account-forms.ts';
import { getAccountId, withDatabase } from './setup/database.ts';
import { pick, pressable } from './setup/forecasting.ts';
import { holdScripts } from './setup/hold-scripts.ts';
import { useOwnSite } from './setup/own-site.ts';
import { newPerson, type Person, signIn } from './setup/people.ts';
import { untilHydrated } from './setup/hydrated.ts';
import { expect, test } from './setup/test.ts';

type Mailbox = Awaited<ReturnType<typeof startMailbox>>;

let mailbox: Mailbox;

const own = useOwnSite(async () => {
  mailbox = await startMailbox();
  return { SMTP_URL: mailbox.url };
});
test.afterAll(() => mailbox.close());

async function nextCode(to: string): Promise<string> {
  const letter = await mailbox.next();
  expect(letter.to).toEqual([to]);
  const { text = '' } = await PostalMime.parse(letter.raw);
  return /\b\d{8}\b/.exec(text)?.[0] ?? '';
}

async function join(page: Page, { handle, email, password }: Person): Promise<void> {
  const form = accountForm(page);
  await form.handle.fill(handle);
  await page.getByRole('main').getByRole('textbox', { name: '이메일' }).fill(email);
  await form.password.fill(password);
  await form.age.check();
  await form.terms.check();
  await form.join.click();
}

const codeField = (page: Page) => page.getByRole('textbox', { name: '확인 코드' });

async function crowd(page: Page): Promise<{ permille: unknown; forecasters: number }> {
  return (await page.request.get('/api/v1/questions/final-3/crowd')).json();
}

test('a forecast placed with joining waits, and counts as soon as the code is typed', async ({ page }) => {
  const person = newPerson();
  await page.goto('/questions/final-3');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await pressable(picks, /예측 남기기/).click();
  await join(page, person);

  await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
  await expect(page.getByText(`${person.email} 주소로 숫자 여덟 자리 코드를 보냈어요.`)).toBeVisible();
  await expect(page.getByText('확인하면 반영돼요')).toBeVisible();
  await expect(codeField(page)).toHaveCount(1);
  // The process hears of the new account with one of its next polls.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('확인을 기다리는 예측 1개는 아직 세지 않았어요.').first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  expect(await crowd(page)).toMatchObject({ permille: null, forecasters: 0 });

  const code = await nextCode(person.email);
  const wrong = code === '12345678' ? '87654321' : '12345678';
  await codeField(page).fill(wrong);
  await page.getByRole('button', { name: '확인하기' }).click();
  await expect(page.getByText('코드가 맞지 않아요. 메일을 다시 확인해 주세요.').first()).toBeVisible();
  await expect(codeField(page)).toHaveValue(wrong);
  // The form was answered by a page of its own: its hydration moves the cursor of a field that is being filled.
  await untilHydrated(page);

  await codeField(page).fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await page.getByRole('button', { name: '확인하기' }).click();
  await expect(page.getByText('이메일을 확인했어요. 이제 내 예측이 모두의 예측에 세어져요.')).toBeVisible();
  await expect(page).toHaveURL(/\/questions\/final-3$/);
  await expect(codeField(page)).toHaveCount(0);
  expect(await crowd(page)).toMatchObject({ forecasters: 1 });
});

test('a code typed before hydration replaces the wrong one for good', async ({ page }) => {
  const person = newPerson();
  await page.goto('/join?next=/questions/final-3');
  await join(page, person);
  const code = await nextCode(person.email);
  const wrong = code === '12345678' ? '87654321' : '12345678';
  await codeField(page).fill(wrong);
  const releaseScripts = await holdScripts(page);
  await page.getByRole('button', { name: '확인하기' }).click({ noWaitAfter: true });
  await expect(page.getByText('코드가 맞지 않아요. 메일을 다시 확인해 주세요.').first()).toBeVisible();
  await codeField(page).fill(code);
  await releaseScripts();
  await expect(codeField(page)).toHaveValue(code);
});

test('another address is a way in, so it needs the password once the proof is old', async ({ page }) => {
  const person = newPerson();
  const other = `other-${person.email}`;
  await page.goto('/join');
  await join(page, person);
  await nextCode(person.email);
  await withDatabase(own.site, async (db) => {
    const accountId = await getAccountId(db, person.handle);
    await db
      .updateTable('session')
      .set({ provedAt: sql<Date>`'-infinity'` })
      .where('accountId', '=', accountId)
      .execute();
  });
  await page.goto('/verify-email');
  await page.getByRole('textbox', { name: '이메일' }).fill(other);
  await page.getByRole('button', { name: '코드 다시 받기' }).click();
  const password = page.getByLabel('지금 비밀번호');
  await password.fill('not the password at all');
  await page.getByRole('button', { name: '코드 다시 받기' }).click();
  await expect(page.getByText('비밀번호가 맞지 않아요.', { exact: false }).first()).toBeVisible();
  await password.fill(person.password);
  await page.getByRole('button', { name: '코드 다시 받기' }).click();
  expect(await nextCode(other)).toMatch(/^\d{8}$/);
});

test('who is verified by a linked account is not told that an address is', async ({ page, context }) => {
  const { handle } = await signIn(context, own.site);
  await withDatabase(own.site, async (db) => {
    const accountId = await getAccountId(db, handle);
    await sql`select link_identity(${accountId}, 'kakao', ${handle})`.execute(db);
  });
  await page.goto('/verify-email');
  await expect(page.getByText('연결한 계정으로 확인된 계정이에요.', { exact: false })).toBeVisible();
  await expect(page.getByText('이메일을 확인했어요.', { exact: false })).toHaveCount(0);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('an address is corrected after joining, and verified by the newest code', async ({ page }) => {
    const person = newPerson();
    const correct = `correct-${person.email}`;
    await page.goto('/join?next=/questions/final-3');
    await join(page, person);
    await expect(page).toHaveURL(/\/questions\/final-3$/);
    const old = await nextCode(person.email);

    await page.getByRole('link', { name: '메일이 오지 않았나요? 다시 받거나 주소 바꾸기' }).click();
    await page.getByRole('textbox', { name: '이메일' }).fill(correct);
    await page.getByRole('button', { name: '코드 다시 받기' }).click();
    const code = await nextCode(correct);
    await codeField(page).fill(old);
    await page.getByRole('button', { name: '확인하기' }).click();
    await expect(page.getByText('코드가 맞지 않아요. 메일을 다시 확인해 주세요.').first()).toBeVisible();
    await codeField(page).fill(code);
    await page.getByRole('button', { name: '확인하기' }).click();
    await expect(page.getByText('이메일을 확인했어요. 이제 내 예측이 모두의 예측에 세어져요.')).toBeVisible();
    await expect(page).toHaveURL(/\/questions\/final-3$/);
    await page.goto('/verify-email');
    await expect(page.getByText('이메일을 확인했어요. 예측이 온전히 세어지고 있어요.')).toBeVisible();
  });
});
