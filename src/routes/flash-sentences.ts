import { m } from '#lib/i18n/paraglide/messages.js';
import type { FlashCode } from '#lib/types/reader.ts';

/** What a flash message says, in the reader's language; its sentences stay on the server. */
export const FLASH_SENTENCES: Record<FlashCode, () => string> = {
  joined: m.flash_joined,
  'joined-and-placed': m.flash_joined_and_placed,
  verified: m.flash_verified,
  'signed-in': m.flash_signed_in,
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
};
