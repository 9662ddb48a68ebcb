import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** With a slash at its end an address is answered as without: a redirect would tell that the page exists. */
export const trailingSlash = 'ignore';

/** The hook has said so already; the admin pages says it again. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.account?.isAdmin) error(404, { message: 'Not Found' });
  return {
    // Another one with every load: what was typed into a form that is saved does not stay in it.
    visit: crypto.randomUUID(),
    // Of the page that is gone to, so it is asked again on the way to each.
    auditVersion: url.pathname && locals.auditVersion,
  };
};
