// What the log follower emits.

/** A row of the forecast log; null permille is a withdrawal. */
export interface LogRow {
  seq: number;
  questionId: number;
  accountId: number;
  madeAt: Date;
  permille: number[] | null;
}

/**
 * How an account counts: in full; less, as unverified where verification is possible; not yet, as unverified where it is
 * required; or not at all, as author, admin or by exclusion.
 */
export type AccountStatus = 'counted' | 'reduced' | 'waiting' | 'excluded';

export interface StatusChange {
  accountId: number;
  status: AccountStatus;
}

/** Whether an account is left out of pool and ranking. */
export function isOutsidePool(status: AccountStatus): boolean {
  return status === 'waiting' || status === 'excluded';
}

export interface LogUpdate {
  /** In no particular order. */
  rows: readonly LogRow[];
  statuses: readonly StatusChange[];
}
