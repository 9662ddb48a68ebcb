// Reads the whole forecast log, for the what-if worker, which starts long after the follower.
import type { Db } from '../db/connect.ts';
import type { LogRow } from './update.ts';
import { findHighestSeq, listOutsidePool, listRowsBetween } from './queries.ts';

/** Batch size. */
const ROWS_AT_ONCE = 50_000;

/** @returns a function that reads every row up to the current highest `seq`, in order */
export async function openLog(db: Db): Promise<(take: (row: LogRow) => void) => Promise<void>> {
  const upTo = await findHighestSeq(db);
  return async (take) => {
    for (let from = 0; from < upTo;) {
      const rows = await listRowsBetween(db, from, upTo, ROWS_AT_ONCE);
      for (const row of rows) take(row);
      from = rows.at(-1)?.seq ?? upTo;
    }
  };
}

/** Accounts that are left out of pool and ranking now. */
export function listExcluded(db: Db): Promise<number[]> {
  return listOutsidePool(db);
}
