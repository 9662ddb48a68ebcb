import { error, redirect } from '@sveltejs/kit';
import { baseLocale, deLocalizeHref, getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { LayoutServerLoad } from './$types';

/** A trailing slash is no redirect: that would reveal that an admin page exists. */
export const trailingSlash = 'ignore';

/** Second check beside the hook's. The admin pages are Korean only: an English address leads to the Korean one. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.account?.isAdmin) error(404, { message: 'Not Found' });
  if (getLocale() !== baseLocale) redirect(307, deLocalizeHref(url.pathname + url.search));
  return {
    // A new key on every load resets forms that were saved.
    visit: crypto.randomUUID(),
    // Depends on the address, so that it is loaded again on every navigation.
    auditVersion: url.pathname && locals.auditVersion,
  };
};
