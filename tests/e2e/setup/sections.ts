import type { Locator, Page } from '@playwright/test';

/** The part of a page under a heading. */
export function section(page: Page, heading: string | RegExp): Locator {
  return page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: heading, exact: typeof heading === 'string' }) });
}
