/** The latest result as home shows it. Types alone. Permille in the order of the question's options. */
import type { Text } from '#lib/contest/types.ts';
import type { BoardRow } from './leaderboard.ts';
import type { QuestionView } from './question.ts';

export interface RecentResultView {
  question: Pick<QuestionView, 'slug' | 'title' | 'kind' | 'phase' | 'options' | 'seats' | 'resolution'>;
  /** Why a company went out, by its slug. */
  reasons: Record<string, Text>;
  /** The last odds that counted; null without forecasters. */
  crowd: readonly number[] | null;
  /** The author's last forecast that counted; null where there is none, or no author. */
  author: readonly number[] | null;
  /** Null where the author has no score on the question. */
  authorPeerMicro: number | null;
  /** Null for a visitor, and for an account without a score on the question. */
  mine: {
    /** The last forecast that counted; null where it was withdrawn. */
    permille: readonly number[] | null;
    peerMicro: number;
    /** Null where out of rank; `who` says why. */
    rank: number | null;
    who: BoardRow['who'];
  } | null;
  /** How many are ranked on the question. */
  ranked: number;
}
