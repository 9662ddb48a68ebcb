import { m } from '#lib/i18n/paraglide/messages.js';
import type { NoticeCode } from '#lib/types/reader.ts';

/** What a notice says, in the reader's language; its sentences stay on the server. */
export const NOTICE_SENTENCES: Record<NoticeCode, () => string> = {
  joined: m.notice_joined,
  'joined-and-placed': m.notice_joined_and_placed,
  'signed-in': m.notice_signed_in,
  'signed-in-and-placed': m.notice_signed_in_and_placed,
  'draft-closed': m.notice_draft_closed,
  'draft-failed': m.notice_draft_failed,
  placed: m.notice_placed,
  changed: m.notice_changed,
  withdrawn: m.notice_withdrawn,
  'signed-out': m.notice_signed_out,
  'sessions-ended': m.notice_sessions_ended,
  published: m.notice_published,
  annulled: m.notice_annulled,
  saved: m.notice_saved,
  opened: m.notice_opened,
  'question-closed': m.notice_question_closed,
};
