/** The reader of pages. */
export interface Reader {
  /** Null for a visitor. */
  accountId: number | null;
  /** False where the site is configured without an author. */
  hasAuthor: boolean;
}
