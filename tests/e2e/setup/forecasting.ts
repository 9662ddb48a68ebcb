// The two ways to forecast, as a reader finds them on a page. Without scripts the second stands in <noscript>,
// which Playwright takes for hidden and without text of its own: hence `includeHidden`, labels and paragraphs.
import type { Locator, Page } from '@playwright/test';
import type { Language } from './pages.ts';

const BY_NUMBERS: Record<Language, string> = { ko: '숫자로 직접 적기', en: 'Enter the numbers yourself' };

/** The form whose rows are tapped. */
export function picksForm(place: Page | Locator): Locator {
  const page = pageOf(place);
  const rows = page.getByRole('checkbox').or(page.getByRole('radio'));
  // The form of a card has a checkbox, too.
  return place.locator('form[action$="?/forecast"]:not([action*="/me/"])').filter({ has: rows });
}

/** Unfolds the form with one number per option. */
export async function openNumbers(place: Page | Locator, language: Language = 'ko'): Promise<Locator> {
  await place.locator('summary').filter({ hasText: BY_NUMBERS[language] }).click();
  return place.locator('form').filter({ has: pageOf(place).getByRole('textbox', { includeHidden: true }) });
}

function pageOf(place: Page | Locator): Page {
  return 'page' in place ? place.page() : place;
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
  return form.getByRole('button', { name, includeHidden: true });
}

/** Takes back what was just saved; on whatever page the reader is. */
export const undo = (page: Page): Locator => page.getByRole('button', { name: '되돌리기' });

/** A sentence that a form says. */
export function sentence(form: Locator, text: string | RegExp): Locator {
  return form.locator('p:not(.visually-hidden)').filter({ hasText: text });
}

/** Ticks companies by the beginnings of their names. */
export async function pick(page: Page, ...names: string[]): Promise<Locator> {
  const picks = picksForm(page);
  for (const name of names) await picks.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
  return picks;
}
