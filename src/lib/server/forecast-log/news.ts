// The forecast log as its followers in this process see it.

/** A row of the forecast log; null permille is a withdrawal. */
export interface LogRow {
  seq: number;
  questionId: number;
  accountId: number;
  madeAt: Date;
  permille: number[] | null;
}

/** An account was excluded from pool and ranking, or let back in. */
export interface StatusChange {
  accountId: number;
  isExcluded: boolean;
}

/** What is new in the database. */
export interface LogNews {
  /** In no particular order. */
  rows: readonly LogRow[];
  statuses: readonly StatusChange[];
}
