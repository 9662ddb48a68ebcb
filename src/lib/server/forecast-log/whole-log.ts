// The forecast log read whole, by what needs every row and begins long after the follower.
import type { Db } from '../db/connect.ts';
import type { LogRow } from './news.ts';
import { findHighestSeq, listRowsBetween, readExcluded } from './queries.ts';

/** So many rows are read at a time. */
const ROWS_AT_ONCE = 50_000;

/** @returns what calls back with every row up to the highest `seq` of now, in `seq` order */
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

/** Accounts that are excluded from pool and ranking now. */
export async function listExcluded(db: Db): Promise<number[]> {
  return (await readExcluded(db)).excluded;
}
