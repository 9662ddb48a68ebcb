// Trades of one market in one transaction that holds the market's lock. Prices are worked out in memory from what the database
// holds under that lock, so that any number of processes agree.
import type { Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';
import { type MarketAccount, settleTrade, type TradeResult } from './apply.ts';
import type { MarketBook } from './book.ts';
import type { MarketKeeper } from './keeper.ts';
import type { NewTrade, TradedQuestion, TradeReceipt } from './new-trade.ts';
import {
  insertTrades,
  listByRequest,
  listPositions,
  listTraders,
  lockMarket,
  type TradeRow,
} from './trade-queries.ts';

interface Traded {
  results: (TradeReceipt | Error)[];
  book: MarketBook | null;
  opening: number[] | null;
  traders: number;
}

/**
 * Trades on a question, at most one of each account.
 *
 * @returns what became of each, in order, and the market after them; no book where it takes no trade
 */
export async function tradeTogether(
  tx: Transaction<DB>,
  keeper: MarketKeeper,
  question: TradedQuestion,
  trades: readonly NewTrade[],
): Promise<Traded> {
  const accountIds = trades.map(({ accountId }) => accountId);
  const locked = await lockMarket(tx, question.id, keeper.openingOf(question.id), accountIds);
  const earlier = await listByRequest(tx, trades);
  const traders = await listTraders(tx, question.id, accountIds);
  const positions = await listPositions(tx, question.id, accountIds);
  let book =
    locked.refusal === null ? await keeper.bookAt(tx, question, locked.version, locked.opening) : null;
  const rows: Omit<TradeRow, 'madeAt'>[] = [];
  const results = trades.map((trade): TradeResult => {
    const account: MarketAccount = {
      ...traders.find(({ accountId }) => accountId === trade.accountId)!,
      holdings: positions.filter(({ accountId }) => accountId === trade.accountId),
      earlier: earlier.find(({ accountId }) => accountId === trade.accountId) ?? null,
    };
    const result = settleTrade(book, locked.refusal, question, trade, account);
    if ('row' in result) {
      rows.push(result.row);
      book = result.book;
    }
    return result;
  });
  const written = rows.length === 0 ? [] : await insertTrades(tx, rows);
  const answers = results.map((result) => {
    if ('error' in result) return result.error;
    if ('replayed' in result) return result.replayed;
    const { madeAt } = written.find(({ seq }) => seq === result.row.seq)!;
    return { ...result.receipt, madeAt };
  });
  const joined = traders.filter(
    ({ accountId, balance }) => balance === null && rows.some((row) => row.accountId === accountId),
  );
  return { results: answers, book, opening: locked.opening, traders: locked.traders + joined.length };
}
