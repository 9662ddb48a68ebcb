// The sliders of the form with numbers.
import { expect, type Locator, type Page } from '@playwright/test';
import { openNumbers } from './forecasting.ts';

export const slider = (form: Locator, name: string) =>
  form.getByRole('slider', { name: `${name} 확률 조절` });

export const numbersForm = (page: Page) =>
  page.locator('form').filter({ has: page.getByRole('textbox', { includeHidden: true }) });

/** The form with numbers of a question, with its sliders. */
export async function openEditor(page: Page, slug = 'final-3', first = 'SK텔레콤'): Promise<Locator> {
  await page.goto(`/questions/${slug}`);
  // Numbers that no picks could say are unfolded from the start.
  const isOpen = await page.locator('details[open] form').count();
  const form = isOpen ? numbersForm(page) : await openNumbers(page);
  // The sliders come when the form is seen.
  await form.scrollIntoViewIfNeeded();
  await expect(slider(form, first)).toBeVisible();
  return form;
}
