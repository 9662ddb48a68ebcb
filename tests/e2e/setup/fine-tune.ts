// The sliders of the form with numbers.
import { expect, type Locator, type Page } from '@playwright/test';
import { openNumbers } from './forecasting.ts';

export const slider = (form: Locator, name: string) =>
  form.getByRole('slider', { name: `${name} 확률 조절` });

/** The form of a question by numbers, with its sliders. */
export async function openEditor(page: Page, slug = 'final-3', first = 'SK텔레콤'): Promise<Locator> {
  await page.goto(`/questions/${slug}`);
  const form = await openNumbers(page);
  await expect(slider(form, first)).toBeVisible();
  return form;
}
