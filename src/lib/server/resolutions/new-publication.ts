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
}

/** Why nothing was published. */
export interface Refused {
  errors: FieldErrors;
  /** Where another admin was first. */
  first: FirstView | null;
}
