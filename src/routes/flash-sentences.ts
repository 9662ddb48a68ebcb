import { m } from '#lib/i18n/paraglide/messages.js';
import type { FlashCode } from '#lib/types/reader.ts';

/** Flash messages of failures. */
export const NEEDS_CARE: ReadonlySet<FlashCode> = new Set<FlashCode>([
  'draft-closed',
  'draft-failed',
  'provider-denied',
  'provider-down',
  'provider-failed',
  'provider-admin',
  'passkey-failed',
  'identity-taken',
  'identity-second',
  'identity-refused',
]);

/** What a flash message says, in the reader's language; its sentences stay on the server. */
export const FLASH_SENTENCES: Record<FlashCode, () => string> = {
  joined: m.flash_joined,
  'joined-and-placed': m.flash_joined_and_placed,
  verified: m.flash_verified,
  'signed-in': m.flash_signed_in,
  returned: m.me_ways_passkey_what,
  'signed-in-and-placed': m.flash_signed_in_and_placed,
  'draft-closed': m.flash_draft_closed,
  'draft-failed': m.flash_draft_failed,
  placed: m.flash_placed,
  changed: m.flash_changed,
  withdrawn: m.flash_withdrawn,
  'signed-out': m.flash_signed_out,
  'session-ended': m.flash_session_ended,
  'password-changed': m.flash_password_changed,
  'password-reset': m.flash_password_reset,
  'account-deleted': m.flash_account_deleted,
  'sessions-ended': m.flash_sessions_ended,
  published: m.flash_published,
  annulled: m.flash_annulled,
  saved: m.flash_saved,
  opened: m.flash_opened,
  'question-closed': m.flash_question_closed,
  'provider-denied': m.flash_provider_denied,
  'provider-down': m.flash_provider_down,
  'provider-failed': m.flash_provider_failed,
  'provider-admin': m.flash_provider_admin,
  'passkey-failed': m.form_error_passkey_failed,
  'passkey-added': m.flash_passkey_added,
  'passkey-removed': m.flash_passkey_removed,
  linked: m.flash_linked,
  unlinked: m.flash_unlinked,
  'identity-taken': m.form_error_identity_taken,
  'identity-second': m.form_error_identity_second,
  'identity-refused': m.form_error_identity_refused,
};
