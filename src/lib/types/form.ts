/** What comes back of a form that was refused: everything typed, passwords apart, and what is wrong, in words. */
export interface FormState {
  /** Every field as it was typed; a name may be sent several times. */
  typed: Record<string, string[]>;
  /** A sentence beside each field; under `form` that of the whole. */
  errors: Record<string, string>;
  /** Changes that another admin stored since the page was loaded; what was typed is not stored. */
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
