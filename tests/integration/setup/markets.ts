import { randomUUID } from 'node:crypto';
import { MICRO } from '#lib/domain/micro.ts';
import type { Db } from '#lib/server/db/connect.ts';
import { MarketKeeper } from '#lib/server/market/keeper.ts';
import type { NewTrade, TradedField } from '#lib/server/market/new-trade.ts';
import { MarketTrades } from '#lib/server/market/trades.ts';

/** Trades in a market that opens at even prices, at any price. */
export function trade(
  db: Db,
  field: TradedField,
  accountId: number,
  event: string,
  amount: NewTrade['amount'],
) {
  const price = 'spend' in amount ? MICRO : 0;
  const trades = new MarketTrades(db, new MarketKeeper(db, () => null));
  return trades.place(field, { accountId, event, amount, price, requestId: randomUUID() });
}
