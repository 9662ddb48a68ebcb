// What a row of a board is called, and why it has no rank.
import { m } from '#lib/i18n/paraglide/messages.js';
import type { BoardRow } from '#lib/types/leaderboard.ts';

type Who = Partial<Record<BoardRow['who'], () => string>>;

/** Rows for comparison, which nobody ranks. */
const NAMES: Who = {
  crowd: m.board_crowd,
  market: m.market_who,
  even: m.board_even,
  author: m.board_author,
};
const REASONS: Who = { admin: m.board_admin, excluded: m.board_excluded, unverified: m.board_unverified };

export function rowName({ who, handle }: Pick<BoardRow, 'who' | 'handle'>): string {
  return NAMES[who]?.() ?? handle ?? '';
}

/**
 * "비교용", "순위 밖 · 관리자"; empty for a ranked forecaster. A rank published before the forecaster was excluded stays until
 * the next version of that result, with a note.
 */
export function rowNote({ rank, who }: Pick<BoardRow, 'rank' | 'who'>): string {
  const unranked = NAMES[who] ? m.board_comparison() : m.board_unranked();
  return [rank === null ? unranked : null, REASONS[who]?.()].filter(Boolean).join(' · ');
}
