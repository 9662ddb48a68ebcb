import { m } from '#lib/i18n/paraglide/messages.js';
import type { AdminAccountView } from '#lib/types/people.ts';

/** Labels of an account's flags. */
export function stateOf({ isAuthor, isAdmin, excludedAt }: AdminAccountView): string {
  const states = [
    isAuthor && m.admin_account_author(),
    isAdmin && m.admin_account_admin(),
    excludedAt !== null && m.admin_account_excluded(),
  ].filter((state) => state !== false);
  return states.join(' · ') || m.admin_account_ordinary();
}
