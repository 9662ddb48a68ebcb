// The form of a forecast and its two ways, by picks and by numbers.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Language } from './pages.ts';

const BY_NUMBERS: Record<Language, string> = { ko: '숫자로 직접 적기', en: 'Enter the numbers yourself' };

/** The form of a question, in whichever way it is. */
export function forecastForm(page: Page): Locator {
  // The form that undoes a save has none.
  return page.locator('form', { has: page.locator('input[name="mode"]') });
}

/** Goes on by numbers, unless the form has them already. */
export async function openNumbers(page: Page, language: Language = 'ko'): Promise<Locator> {
  const form = forecastForm(page);
  if ((await form.getByRole('textbox').count()) === 0)
    await form.getByRole('button', { name: BY_NUMBERS[language] }).click();
  await expect(form.getByRole('textbox').first()).toBeVisible();
  return form;
}

/** Types a number for each option, by the option's name. */
export async function typeNumbers(form: Locator, numbers: Record<string, string>): Promise<void> {
  for (const [name, number] of Object.entries(numbers)) await numberField(form, name).fill(number);
}

export function numberField(form: Locator, name: string): Locator {
  return form.getByLabel(name, { exact: true });
}

/** The numbers that the fields show. */
export async function shownNumbers(form: Locator, names: readonly string[]): Promise<string[]> {
  return Promise.all(names.map((name) => numberField(form, name).inputValue()));
}

export function pressable(form: Locator, name: string | RegExp): Locator {
  return form.getByRole('button', { name });
}

/** Takes back what was just saved; on whatever page the reader is. */
export const undo = (page: Page): Locator => page.getByRole('button', { name: '되돌리기' });

/** A sentence that a form says. */
export function sentence(form: Locator, text: string | RegExp): Locator {
  return form.locator('p:not(.visually-hidden)').filter({ hasText: text });
}

/** Ticks companies by the beginnings of their names. */
export async function pick(page: Page, ...names: string[]): Promise<Locator> {
  const picks = forecastForm(page);
  for (const name of names) await picks.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
  return picks;
}
