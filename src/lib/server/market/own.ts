// What one account has traded and holds over all markets, for its export.
import type { Db } from '../db/connect.ts';
import { listBalancesOf, listPositionsOf, listTradesOf } from './queries.ts';

export type OwnTrade = Awaited<ReturnType<typeof listTradesOf>>[number];

/** A batch of trades by market, oldest first in each. @param after the last row of the batch before */
export function tradesOf(
  db: Db,
  accountId: number,
  after: Pick<OwnTrade, 'questionId' | 'seq'> | null,
  limit: number,
): Promise<OwnTrade[]> {
  return listTradesOf(db, accountId, after, limit);
}

export function positionsOf(db: Db, accountId: number): ReturnType<typeof listPositionsOf> {
  return listPositionsOf(db, accountId);
}

/** Balances of all markets on which the account has traded; `settled` after the latest version of the result. */
export function balancesOf(db: Db, accountId: number): ReturnType<typeof listBalancesOf> {
  return listBalancesOf(db, accountId);
}
