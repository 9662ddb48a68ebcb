/** What comes back of a form that was refused: everything typed, passwords apart, and what is wrong, in words. */
export interface FormState {
  /** Every field as it was typed; a name may be sent several times. */
  typed: Record<string, string[]>;
  /** A sentence beside each field; under `form` that of the whole. */
  errors: Record<string, string>;
  /** What somebody else has changed of the same since the page was loaded; it is stored, what was typed is not. */
  editConflicts?: EditConflictView[];
}

export interface EditConflictView {
  id: number;
  /** Null for the server's command line. */
  by: string | null;
  at: string;
  /** What it became, in the columns that both changed. */
  cells: { column: string; value: unknown }[];
}
