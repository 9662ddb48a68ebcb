// Reads what a question is scored from, in typed arrays: as objects a log of a million rows takes gigabytes.
import type { Transaction } from 'kysely';
import type { DB } from '../../platform/db/schema.generated.ts';
import { GrowingLog, type MergedLog, REFERENCES } from '../../forecasts/log/growing-log.ts';
import { PriceLog } from '../../market/history.ts';
import type { Resolvable } from '../resolutions/queries.ts';
import { closeLog, declareLog, fetchLog, listCrowd } from './log-queries.ts';

/** Rows per FETCH, which bounds what is held as objects. */
const ROWS_AT_ONCE = 20_000;

/** A question's log with the odds of the crowd and of the market. */
export interface ScoringLog {
  columns: MergedLog;
  /** Database id of each account index; 0 for the references'. */
  accountIds: number[];
  /** 1 where the account is excluded from pool and ranking now, by account index. */
  excluded: Uint8Array;
}

/**
 * Reads a question's whole log with the odds of the crowd and of the market.
 *
 * @param onRead called with the number of rows read so far
 */
export async function readScoringLog(
  tx: Transaction<DB>,
  { id, options, seats }: Pick<Resolvable, 'id' | 'options' | 'seats'>,
  onRead: (rows: number) => void,
): Promise<ScoringLog> {
  const log = new GrowingLog(options.length);
  const indexOf = new Map<number, number>();
  const accountIds = new Array<number>(REFERENCES).fill(0);
  const excludedIndexes: number[] = [];
  // One cursor has one snapshot: an account that is excluded meanwhile is so in all rows or in none.
  await declareLog(tx, id);
  for (;;) {
    const rows = await fetchLog(tx, ROWS_AT_ONCE);
    for (const { seq, accountId, madeAt, permille, isExcluded } of rows) {
      let index = indexOf.get(accountId);
      if (index === undefined) {
        index = accountIds.push(accountId) - 1;
        indexOf.set(accountId, index);
        if (isExcluded) excludedIndexes.push(index);
      }
      log.take(seq, index, madeAt, permille);
    }
    onRead(log.length);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await closeLog(tx);
  const excluded = new Uint8Array(accountIds.length);
  for (const index of excludedIndexes) excluded[index] = 1;
  const prices = new PriceLog({ id, seats, options: options.map(({ slug }) => slug) });
  const odds = [await listCrowd(tx, id), await prices.read(tx)] as const;
  return { columns: log.columns(odds, excluded), accountIds, excluded };
}
