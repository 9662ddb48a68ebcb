// Losing a password, changing password and address, and deleting the account, on a site that sends its letters to a real
// SMTP server.
import type { Page } from '@playwright/test';
import PostalMime from 'postal-mime';
import { startMailbox } from '../setup/mailbox.ts';
import { useOwnSite } from './setup/own-site.ts';
import { PUBLIC_PAGES } from './setup/pages.ts';
import { exportedForecasts, join, newPerson, type Person, postForecast, postForm } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

type Mailbox = Awaited<ReturnType<typeof startMailbox>>;

let mailbox: Mailbox;

useOwnSite(async () => {
  mailbox = await startMailbox();
  return { SMTP_URL: mailbox.url };
});
test.afterAll(() => mailbox.close());

async function nextLetter(to: string): Promise<string> {
  const letter = await mailbox.next();
  expect(letter.to).toEqual([to]);
  return (await PostalMime.parse(letter.raw)).text ?? '';
}

const field = (page: Page, name: string) =>
  page.getByRole('main').getByRole('textbox', { name, exact: true });
const press = (page: Page, name: string) =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click();

async function typeCode(page: Page, letter: string): Promise<void> {
  await field(page, '확인 코드').fill(/\b\d{8}\b/.exec(letter)?.[0] ?? '');
  await press(page, '확인하기');
}

/** Joins by requests of the page's context, and verifies the address. */
async function joinVerified(page: Page, origin: string, person: Person): Promise<void> {
  await join(page.request, origin, person);
  await page.goto('/verify-email');
  await typeCode(page, await nextLetter(person.email));
  await expect(page.getByText('메일을 확인했어요.')).toBeVisible();
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('main').getByLabel('닉네임', { exact: true }).fill(login);
  await page.getByRole('main').getByLabel('비밀번호', { exact: true }).fill(password);
  await press(page, '로그인');
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a forgotten password is replaced by a link, which is not in the address and works once', async ({
    page,
    origin,
  }) => {
    const person = newPerson();
    await joinVerified(page, origin, person);
    await postForm(page.request, origin, '/sign-out');

    await page.goto('/sign-in');
    await page.getByRole('link', { name: '비밀번호를 잊었어요' }).click();
    const answers: string[] = [];
    for (const login of ['nobody-here', person.handle]) {
      await page.getByLabel('닉네임 또는 이메일').fill(login);
      await page.getByRole('main').getByRole('button').click();
      await expect(page).toHaveURL('/reset?sent');
      answers.push(await page.getByRole('main').innerText());
    }
    expect(answers[0]).toBe(answers[1]);

    const link = /http\S+/.exec(await nextLetter(person.email))![0];
    await page.goto(link);
    await expect(page).toHaveURL('/reset/confirm');
    const changed = 'seven lamps by the canal';
    await page.getByLabel('새 비밀번호', { exact: true }).fill('short');
    await press(page, '비밀번호 정하기');
    await expect(page.getByText(/12자/).first()).toBeVisible();
    await page.getByLabel('새 비밀번호', { exact: true }).fill(changed);
    await press(page, '비밀번호 정하기');
    await expect(page.getByText('비밀번호를 정했어요. 새 비밀번호로 로그인해 주세요.')).toBeVisible();
    expect(await nextLetter(person.email)).toContain('비밀번호가 바뀌었어요');
    await signIn(page, person.handle, person.password);
    await expect(page.getByRole('main').getByRole('alert').or(page.getByRole('group'))).not.toHaveCount(0);
    await signIn(page, person.handle, changed);
    await expect(page.getByText('로그인했어요.')).toBeVisible();
    await page.goto(link);
    await expect(page.getByText(/이 링크는 이미 썼거나/)).toBeVisible();
  });

  test('password and address are changed by the password, and the address from before hears of it', async ({
    page,
    origin,
  }) => {
    const person = newPerson();
    await joinVerified(page, origin, person);
    await page.goto('/me');
    await page.getByRole('link', { name: '비밀번호 바꾸기' }).click();
    const changed = 'seven lamps by the canal';
    await page.getByLabel('지금 비밀번호').fill('not the password at all');
    await page.getByLabel('새 비밀번호', { exact: true }).fill(changed);
    await press(page, '바꾸기');
    await expect(page.getByText('비밀번호가 맞지 않아요').first()).toBeVisible();
    await page.getByLabel('지금 비밀번호').fill(person.password);
    await page.getByLabel('새 비밀번호', { exact: true }).fill(changed);
    await press(page, '바꾸기');
    await expect(page.getByText('비밀번호를 바꿨어요. 다른 기기에서는 로그아웃했어요.')).toBeVisible();
    await nextLetter(person.email);

    await page.getByRole('link', { name: '이메일 바꾸기' }).click();
    const email = `new-${person.email}`;
    await page.getByLabel('새 이메일').fill(email);
    await page.getByLabel('지금 비밀번호').fill(changed);
    await press(page, '코드 받기');
    await typeCode(page, await nextLetter(email));
    await expect(page).toHaveURL('/me');
    await expect(page.getByText(email)).toBeVisible();
    expect(await nextLetter(person.email)).toContain('이메일이 다른 주소로 바뀌었어요');
  });

  test('a deleted account leaves its numbers, and its name is on no page', async ({ page, origin }) => {
    const person = newPerson();
    await joinVerified(page, origin, person);
    await postForecast(page.request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    expect(await exportedForecasts(page.request)).toHaveLength(1);
    const crowd = async () => (await page.request.get('/api/v1/questions/final-3/crowd')).json();
    // The first forecast of an account that has just verified counts from the next poll of the log on.
    await expect.poll(crowd).toMatchObject({ forecasters: 1 });

    await page.goto('/me');
    await page.getByRole('link', { name: '계정 지우기' }).click();
    await page.getByLabel(/닉네임을 그대로 적어 주세요/).fill('somebody-else');
    await page.getByLabel('지금 비밀번호').fill(person.password);
    await press(page, '계정 지우기');
    await expect(page.getByText('내 닉네임과 똑같이 적어 주세요.').first()).toBeVisible();
    await page.getByLabel(/닉네임을 그대로 적어 주세요/).fill(person.handle);
    await page.getByLabel('지금 비밀번호').fill(person.password);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await press(page, '계정 지우기');
    await expect(page.getByText('계정을 지웠어요.')).toBeVisible();
    expect(await (await answered).headerValue('clear-site-data')).toBe('"cache", "storage"');
    expect(await nextLetter(person.email)).toContain('계정을 지웠어요');

    await expect.poll(crowd).toMatchObject({ permille: null, forecasters: 0 });
    for (const path of [...PUBLIC_PAGES, '/feed.xml', '/sitemap.xml', '/api/v1/leaderboard']) {
      const response = await page.request.get(path);
      expect(await response.text(), path).not.toContain(person.handle);
    }
    expect((await page.request.get(`/forecasters/${encodeURIComponent(person.handle)}`)).status()).toBe(404);
    await signIn(page, person.handle, person.password);
    await expect(page).toHaveURL(/sign-in/);
  });
});
