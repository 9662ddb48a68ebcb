// Whether each page of the site is in the sitemap, or here among those that are left out.
import { expect, test } from 'vitest';
import { AUTHOR_PAGE, PAGES } from './pages.ts';

/** As many as the data has. */
const LISTED = ['/companies/[slug]', '/questions/[slug]', '/results/[slug]'];
/** People, forms for accounts, and what nobody but its reader sees. */
const LEFT_OUT = /^\/(forecasters|join|sign-in|me|admin|dev)(\/|$)/;

const routes = Object.keys(import.meta.glob('../**/+page.svelte')).map(
  (file) => `/${file.replace('../', '').replace(/\/?\+page\.svelte$/, '')}`,
);

test('every public page is in the sitemap', () => {
  const found = [...PAGES, AUTHOR_PAGE, ...LISTED];
  expect(routes.filter((route) => !LEFT_OUT.test(route)).sort()).toEqual(found.sort());
});
