// A new visitor joins and forecasts, with scripts and without.
import type { Page } from '@playwright/test';
import { accountForm, joinOnPage, signInOnPage } from './setup/account-forms.ts';
import { openNumbers, pick, forecastForm, pressable, typeNumbers } from './setup/forecasting.ts';
import { exportedForecasts, join, newPerson, placedBy } from './setup/people.ts';
import { PUBLIC_PAGES } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

async function pickTwo(page: Page): Promise<void> {
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await picks.getByRole('button', { name: '예측 남기기' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a newcomer joins first, and then forecasts', async ({ page }) => {
      const person = newPerson();
      await page.goto('/');
      await page.getByRole('banner').getByRole('link', { name: '로그인' }).click();
      await page.getByRole('main').getByRole('link', { name: '가입하기' }).click();
      await expect(page.getByRole('heading', { level: 1, name: '가입하기' })).toBeVisible();
      await joinOnPage(page, person);
      await expect(page.getByText('가입했어요. 이제 예측을 남길 수 있어요.')).toBeVisible();
      await expect(page).toHaveURL('/');

      await page
        .getByRole('main')
        .getByRole('link', { name: /^예측하기.*3차 평가 뒤 몇 곳이 남을까요/ })
        .click();
      await expect(page).toHaveURL('/questions/count-3');
      const picks = forecastForm(page);
      await picks.getByRole('radio', { name: /^두 곳/ }).check();
      await picks.getByRole('button', { name: '예측 남기기' }).click();
      await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
      const [forecast] = await exportedForecasts(page.request);
      expect(forecast).toMatchObject({ question: 'count-3', permille: { two: expect.any(Number) } });
    });

    test('a newcomer forecasts on the home page, and joins to place it', async ({ page }) => {
      const person = newPerson();
      await page.goto('/');
      await pickTwo(page);
      await expect(page).toHaveURL('/join?next=%2F');
      await expect(page.getByRole('main')).toContainText('가입하면 이 예측도 함께 남겨 드려요.');
      await expect(page.getByRole('main')).toContainText('SK텔레콤 80%');
      await expect(page.getByRole('main')).toContainText('LG AI연구원 40%');

      await joinOnPage(page, person);
      await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/');
      await expect(forecastForm(page).getByRole('checkbox', { name: /^SK텔레콤/ })).toBeChecked();
      await expect(
        forecastForm(page).getByRole('button', { name: javaScriptEnabled ? '저장됨' : '예측 바꾸기' }),
      ).toBeVisible();
      expect(await exportedForecasts(page.request)).toEqual([
        expect.objectContaining({ question: 'final-3', permille: { skt: 800, upstage: 800, lg: 400 } }),
      ]);
    });

    test('a newcomer goes from the rounds page to a question, forecasts with numbers, and joins', async ({
      page,
    }) => {
      await page.goto('/rounds');
      await page.getByRole('link', { name: /^예측하기 : 마지막 두 자리/ }).click();
      await expect(page).toHaveURL('/questions/final-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '70.5', 업스테이지: '80', 'LG AI연구원': '49.5' });
      await pressable(numbers, '예측 남기기').click();
      await joinOnPage(page, newPerson());
      await expect(page).toHaveURL('/questions/final-3');
      expect((await placedBy(page.request))[0]).toEqual({
        skt: 705,
        upstage: 800,
        lg: 495,
      });
    });

    test('a free handle is proposed; a password is all there is to type', async ({ page }) => {
      await page.goto('/join');
      const proposed = await accountForm(page).handle.inputValue();
      expect(proposed).toMatch(/^[A-Za-z0-9가-힣_-]{2,20}$/);
      await joinOnPage(page, { ...newPerson(), handle: null });
      await expect(page.getByRole('banner')).toContainText(proposed);
    });

    test('nothing is stored without both checkboxes, and typed values are kept', async ({ page }) => {
      const person = newPerson();
      await page.goto('/join');
      const form = accountForm(page);
      await form.handle.fill(person.handle);
      await form.password.fill(person.password);
      await form.join.click();

      await expect(form.age).toHaveAccessibleDescription(/만 14세 이상이어야 가입할 수 있어요/);
      await expect(form.terms).toHaveAccessibleDescription(/동의해야 가입할 수 있어요/);
      await expect(form.age).toHaveAttribute('aria-invalid', 'true');
      await expect(form.handle).toHaveValue(person.handle);
      // A page that comes anew never repeats a password; scripts leave the field alone.
      if (!javaScriptEnabled) await expect(form.password).toHaveValue('');

      await form.age.check();
      await form.password.fill(person.password);
      await form.join.click();
      await expect(form.age).not.toHaveAttribute('aria-invalid', 'true');
      await expect(form.age).toBeChecked();
      await expect(form.terms).toHaveAccessibleDescription(/동의해야 가입할 수 있어요/);

      await page.goto('/sign-in');
      await signInOnPage(page, person);
      await expect(page.getByText('닉네임이나 비밀번호가 맞지 않아요.').first()).toBeVisible();
      await expect(form.handle).toHaveValue(person.handle);

      await page.goto('/join');
      await joinOnPage(page, person);
      await expect(page.getByRole('banner')).toContainText(person.handle);
    });

    test('every validation error is shown beside its field', async ({ page, reader }) => {
      await page.context().clearCookies();
      await page.goto('/join');
      // No two in a row have the same sentence, so that seeing it means that the answer has arrived.
      const invalid: [field: 'handle' | 'password', typed: string, sentence: RegExp][] = [
        ['handle', '', /닉네임을 적어 주세요/],
        ['handle', 'a', /2자에서 20자까지/],
        ['handle', 'adm1n_', /운영이나 참가 기업의 이름으로/],
        ['handle', 'two words', /2자에서 20자까지/],
        ['handle', reader.handle.normalize('NFD'), /이미 쓰고 있는 닉네임이에요/],
        ['password', '', /비밀번호를 적어 주세요/],
        ['handle', reader.handle.toUpperCase(), /이미 쓰고 있는 닉네임이에요/],
        ['password', 'too short', /12자 이상으로/],
        ['password', 'password1234', /너무 쉽게 맞힐 수 있는/],
      ];
      for (const [name, typed, sentence] of invalid) {
        await joinOnPage(page, { ...newPerson(), [name]: typed });
        const field = accountForm(page)[name];
        await expect(field).toHaveAccessibleDescription(sentence);
        await expect(field).toHaveAttribute('aria-invalid', 'true');
        await expect(page.getByRole('group', { name: '다시 확인해 주세요' })).toContainText(sentence);
        if (name !== 'password') await expect(field).toHaveValue(typed);
      }
    });

    test('a reader with an account signs in and out', async ({ page, origin }) => {
      const reader = newPerson();
      await join(page.request, origin, reader);
      await page.goto('/me');
      await page.getByRole('button', { name: '로그아웃', exact: true }).click();
      await expect(page.getByText('로그아웃했어요.')).toBeVisible();
      await expect(page.getByRole('banner')).not.toContainText(reader.handle);
      await page.goto('/me');
      await expect(page).toHaveURL('/sign-in?next=%2Fme');
      await signInOnPage(page, { ...reader, handle: ` ${reader.handle.toUpperCase()} ` });
      await expect(page).toHaveURL('/me');
      await expect(page.getByText('로그인했어요.')).toBeVisible();
    });
  });
}

test('joining says that handle and forecasts are public and the address is not', async ({ page }) => {
  await page.goto('/join');
  await expect(page.getByRole('main')).toContainText(
    '닉네임과 예측은 누구나 볼 수 있고, 이메일은 아무에게도 보여 주지 않아요.',
  );
});

test('joining with an address that has an account gets the same response as any other', async ({
  playwright,
  origin,
  reader,
}) => {
  const another = await playwright.request.newContext({ baseURL: origin });
  const answers = [reader.email, newPerson().email].map(async (email) => {
    const response = await another.post('/join', {
      form: { ...newPerson(), email, age14: 'on', terms: 'on', next: '/' },
      headers: { origin, accept: 'text/html' },
      maxRedirects: 0,
    });
    return [response.status(), response.headers()['location']];
  });
  const [known, unknown] = await Promise.all(answers);
  expect(known).toEqual(unknown);
  await another.dispose();
});

test('an external return path is ignored', async ({ page }) => {
  await page.goto('/join?next=//evil.example/%2F..');
  await joinOnPage(page, newPerson());
  await expect(page.getByText('가입했어요.')).toBeVisible();
  await expect(page).toHaveURL('/');
});

test('a forecaster’s e-mail address is on no page and in no response but their own', async ({
  page,
  reader,
  playwright,
  origin,
}) => {
  await page.goto('/');
  await pickTwo(page);
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();
  await page.goto('/me');
  await expect(page.getByRole('main')).toContainText(reader.email);

  const stranger = await playwright.request.newContext({ baseURL: origin });
  const questions = ['final-3', 'count-3', 'scenario'];
  const addresses = [
    ...PUBLIC_PAGES,
    ...PUBLIC_PAGES.map((path) => `${path === '/' ? '' : path}/__data.json`),
    '/api/v1/questions',
    ...questions.flatMap((slug) =>
      ['', '/crowd', '/history'].map((part) => `/api/v1/questions/${slug}${part}`),
    ),
    '/healthz',
  ];
  const [name = ''] = reader.email.split('@');
  for (const address of addresses) {
    const response = await stranger.get(address);
    expect(response.status(), address).toBe(200);
    expect(await response.text(), address).not.toContain(name);
  }
  for (const address of ['/me', '/me/export.json', '/me/__data.json']) {
    const response = await stranger.get(address, { maxRedirects: 0 });
    expect(await response.text(), address).not.toContain(name);
  }
  await stranger.dispose();
});
