// What the log follower emits.

/** A row of the forecast log; null permille is a withdrawal. */
export interface LogRow {
  seq: number;
  questionId: number;
  accountId: number;
  madeAt: Date;
  permille: number[] | null;
}

/** An account was excluded from pool and ranking, or included again. */
export interface StatusChange {
  accountId: number;
  isExcluded: boolean;
}

export interface LogUpdate {
  /** In no particular order. */
  rows: readonly LogRow[];
  statuses: readonly StatusChange[];
}
