// The forms of joining and of signing in, as a reader fills them.
import type { Locator, Page } from '@playwright/test';
import type { Language } from './pages.ts';
import type { Person } from './people.ts';

const LABELS = {
  ko: {
    handle: '닉네임',
    password: '비밀번호',
    age: '만 14세 이상이에요.',
    terms: /이용 약속.*개인정보 처리방침.*동의해요/,
    join: /^가입하/,
    signIn: /^로그인하고|^로그인$/,
  },
  en: {
    handle: 'Handle',
    password: 'Password',
    age: 'I am 14 or older.',
    terms: /^I agree to the/,
    join: /^Join/,
    signIn: /^Sign in(?: and .*)?$/,
  },
};

interface AccountForm {
  handle: Locator;
  password: Locator;
  age: Locator;
  terms: Locator;
  join: Locator;
  signIn: Locator;
}

/** The fields and buttons of `/join` and `/sign-in`. */
export function accountForm(page: Page, language: Language = 'ko'): AccountForm {
  const main = page.getByRole('main');
  const { handle, password, age, terms, join, signIn } = LABELS[language];
  return {
    handle: main.getByRole('textbox', { name: handle, exact: true }),
    password: main.getByRole('textbox', { name: password, exact: true }),
    age: main.getByRole('checkbox', { name: age }),
    terms: main.getByRole('checkbox', { name: terms }),
    join: main.getByRole('button', { name: join }),
    signIn: main.getByRole('button', { name: signIn }),
  };
}

/** Joins; where the handle is null, with the one that is proposed. */
export async function joinOnPage(
  page: Page,
  { handle, password }: Pick<Person, 'password'> & { handle: string | null },
  language: Language = 'ko',
): Promise<void> {
  const form = accountForm(page, language);
  // The sign-in form has the same fields, and may still be shown.
  await form.join.waitFor();
  if (handle !== null) await form.handle.fill(handle);
  await form.password.fill(password);
  await form.age.check();
  await form.terms.check();
  await form.join.click();
}

export async function signInOnPage(
  page: Page,
  { handle, password }: Omit<Person, 'email'>,
  language: Language = 'ko',
): Promise<void> {
  const form = accountForm(page, language);
  await form.signIn.waitFor();
  await form.handle.fill(handle);
  await form.password.fill(password);
  await form.signIn.click();
}
