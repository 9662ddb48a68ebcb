import { formatCount } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

/** "40명 가운데 3위" */
export function rankText(rank: number | null, ranked: number): string {
  return rank === null
    ? m.board_unranked()
    : m.profile_rank({ rank: formatCount(rank), ranked: formatCount(ranked) });
}
