// Every route is either in the sitemap or listed here as left out.
import { expect, test } from 'vitest';
import { AUTHOR_PAGE, PAGES } from './pages.ts';

/** Routes with one page per row of data. */
const LISTED = ['/companies/[slug]', '/questions/[slug]', '/questions/[slug]/market', '/results/[slug]'];
/** Cards, pages of forecasters, account forms, and pages for signed-in readers. */
const LEFT_OUT = /^\/(cards|forecasters|join|sign-in|reset|verify-email|me|admin)(\/|$)/;

const routes = Object.keys(import.meta.glob('../**/+page.svelte')).map(
  (file) => `/${file.replace('../', '').replace(/\/?\+page\.svelte$/, '')}`,
);

test('every public page is in the sitemap', () => {
  const found = [...PAGES, AUTHOR_PAGE, ...LISTED];
  expect(routes.filter((route) => !LEFT_OUT.test(route)).sort()).toEqual(found.sort());
});
