import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import { scorePoints } from '#lib/format.ts';
import type { PageData } from './$types';

type NoticeRow = PageData['notices'][number];

/** A notice as a sentence; for a result with the reader's score. @param time the formatted closing time */
export function sentenceOf(notice: NoticeRow, time: string): string {
  const question = localized(notice.title);
  switch (notice.kind) {
    case 'opened':
      return m.notices_opened({ question });
    case 'new-edition':
      return m.notices_new_edition({ question });
    case 'closing':
      return notice.closesAt ? m.notices_closing({ question, time }) : m.notices_close_unknown({ question });
    case 'closed':
      return m.notices_closed({ question });
    case 'edited':
      return m.notices_edited({ question });
    case 'result':
      return m.notices_result({ question }) + scoreText(notice);
    case 'correction':
      return m.notices_correction({ question, reason: notice.note ?? '' }) + scoreText(notice);
    case 'annulled':
      return m.notices_annulled({ question, reason: notice.note ?? '' });
    case 'excluded':
      return m.notices_excluded();
    case 'restored':
      return m.notices_restored();
  }
}

/** " 내 점수는 +12.4점, 3위예요."; empty when the reader has no score. */
function scoreText({ peerMicro, rank }: NoticeRow): string {
  if (peerMicro === null) return '';
  const points = scorePoints(peerMicro);
  return ` ${rank === null ? m.notices_points({ points }) : m.notices_points_rank({ points, rank })}`;
}
