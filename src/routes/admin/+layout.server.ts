import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** A trailing slash is no redirect: that would reveal that an admin page exists. */
export const trailingSlash = 'ignore';

/** Second check beside the hook's. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.account?.isAdmin) error(404, { message: 'Not Found' });
  return {
    // A new key on every load resets forms that were saved.
    visit: crypto.randomUUID(),
    // Depends on the address, so that it is loaded again on every navigation.
    auditVersion: url.pathname && locals.auditVersion,
  };
};
