import { m } from '#lib/i18n/paraglide/messages.js';
import type { BoardRow } from '#lib/types/leaderboard.ts';

const REASONS: Partial<Record<BoardRow['who'], () => string>> = {
  author: m.board_mine_staff,
  admin: m.board_mine_staff,
  excluded: m.board_mine_excluded,
  unverified: m.board_mine_unverified,
};

/** Why a reader's own row has no rank, or will have none any more; null for a row that is ranked. */
export function unrankedReason({ who, rank }: Pick<BoardRow, 'who' | 'rank'>): string | null {
  return REASONS[who]?.() ?? (rank === null ? m.board_mine_uncounted() : null);
}
