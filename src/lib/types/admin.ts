/** Forms of the admin pages: what comes back of one, with everything typed and what is wrong beside each field. */

export type ValidationErrorCode =
  | 'missing'
  | 'too-long'
  | 'slug-shape'
  | 'slug-taken'
  | 'not-https'
  | 'not-a-day'
  | 'not-a-time'
  | 'not-an-instant'
  | 'not-a-number'
  | 'out-of-range'
  | 'unknown-choice'
  | 'in-the-future'
  | 'in-the-past'
  | 'duplicate'
  | 'wrong-count'
  | 'reason-missing'
  | 'not-possible-now'
  | 'gone'
  | 'already-so'
  | 'edit-conflict'
  | 'busy'
  | 'unexpected';

export interface AdminFormState {
  /** Every field as it was typed; a name may be sent several times. */
  typed: Record<string, string[]>;
  faults: Record<string, ValidationErrorCode>;
  /** Under which what was unexpected is in the log. */
  errorId?: string;
  /** What somebody else changed of the same since the form was shown; it is stored, what was typed is not. */
  meanwhile?: EditConflictView[];
}

export interface EditConflictView {
  id: number;
  /** Null for the server's command line. */
  by: string | null;
  at: string;
  /** What it became, in the columns that both changed. */
  cells: { column: string; value: unknown }[];
}
