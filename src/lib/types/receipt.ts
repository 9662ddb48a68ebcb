/** What a page says of a forecast that was just saved. Types alone. */
import type { Text } from '#lib/contest/types.ts';
import type { QuestionView } from './question.ts';

/** What a standing forecast does to the crowd odds, permille in the order of the options. */
export type EffectView =
  | {
      kind: 'counted';
      /** The odds without it; null where no other forecast counts. */
      before: readonly number[] | null;
      after: readonly number[];
    }
  /** Counts once its forecaster is verified. */
  | { kind: 'waiting' }
  /** Does not count, or is not read yet by the process that answers. */
  | { kind: 'none' };

export interface ReceiptView {
  question: QuestionView;
  effect: EffectView;
  /** How to undo the save; null where nothing was changed a moment ago. */
  undo: UndoView | null;
  /** The next open question without a forecast of the reader's; null where none is left. */
  next: { slug: string; title: Text } | null;
  /** How many of those there are. */
  left: number;
}

interface UndoView {
  /** The forecast that stood before, permille in option order; null where none did. */
  earlier: readonly number[] | null;
  requestId: string;
}
