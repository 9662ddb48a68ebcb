import { keptPoints } from '#lib/domain/earnings.ts';
import type { KeptPoints } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { isInFirstWeek } from '../leaderboard/newcomers.ts';
import type { Moment } from '../questions/moment.ts';

/**
 * What the reader's forecast earns if it is kept until the end: right in its likeliest result, wrong in the one that earns
 * least (see `keptPoints`).
 *
 * @returns null after the reader's first week, without a forecast, and where every result earns the same
 */
export function keptFor(moment: Moment, question: QuestionView | undefined): KeptPoints | null {
  if (!question?.mine || !isInFirstWeek(moment)) return null;
  const kept = keptPoints(question.mine.permille, question.seats);
  return kept.right > kept.wrong ? kept : null;
}
