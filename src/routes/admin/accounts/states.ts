import { m } from '#lib/i18n/paraglide/messages.js';
import type { DeskAccountView } from '#lib/types/people.ts';

/** What an account is besides a forecaster, in a few words. */
export function stateOf({ isAuthor, isAdmin, excludedAt }: DeskAccountView): string {
  const states = [
    isAuthor && m.desk_account_author(),
    isAdmin && m.desk_account_admin(),
    excludedAt !== null && m.desk_account_excluded(),
  ].filter((state) => state !== false);
  return states.join(' · ') || m.desk_account_ordinary();
}
