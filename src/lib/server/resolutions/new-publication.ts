import type { EditConflictView } from '#lib/types/form.ts';
import type { FirstView } from '#lib/types/resolution.ts';
import type { FieldErrors, Typed } from '../form.ts';

/** A publication as it is recorded. */
export interface NewPublication {
  questionId: number;
  accountId: number;
  expectedVersion: number;
  /** The form, without secrets. */
  typed: Typed;
  isAnnulment: boolean;
  /** Round of the announcement that it publishes, if it is one. */
  announcedRound?: number;
}

/** Why nothing was published. */
export interface Refused {
  errors: FieldErrors;
  /** Where another admin was first. */
  first: FirstView | null;
  /** What others stored since the page was loaded. */
  editConflicts?: EditConflictView[];
}
