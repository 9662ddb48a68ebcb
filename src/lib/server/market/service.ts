// Markets: prices, quotes, one's own account and the log of trades. Trading itself is in trades.ts.
import { MICRO } from '#lib/domain/micro.ts';
import type { MarketAccountView, OwnTradeView, QuoteView, TradeView } from '#lib/types/market.ts';
import type { Db } from '../platform/db/connect.ts';
import { NotATradeError, NotEnoughPointsError, NotEnoughSharesError } from '../platform/errors.ts';
import { STAKE_MICRO } from './book.ts';
import { eventText, parseEvent, type TradedQuestion } from './trade.ts';
import type { MarketKeeper } from './keeper.ts';
import {
  findBalance,
  findOwnTrade,
  findSettled,
  listBalancesOf,
  listPositions,
  listPositionsOf,
  listTrades,
  listTradesOf,
} from './queries.ts';
import { accountView, quoteView } from './view.ts';

/** Rows of the log on one page. */
const TRADE_PAGE = 50;
/** Rows of an account's trades read at once. */
const BATCH = 1_000;

/** What a quote is for: micro-points to spend, or own micro-shares to sell. */
interface QuoteRequest {
  event: string;
  amount: { spend: number } | { sell: number | 'all' };
}

/**
 * What buying or selling would do now.
 *
 * @param accountId null for a visitor
 * @throws NotATradeError where there is no such share; NotEnoughSharesError where more would be sold than the account holds
 */
export async function quote(
  db: Db,
  keeper: MarketKeeper,
  question: TradedQuestion,
  { event: name, amount }: QuoteRequest,
  accountId: number | null,
): Promise<QuoteView> {
  const event = parseEvent(name, question.options, question.seats);
  if (!event) throw new NotATradeError();
  const { book } = await keeper.state(question);
  if ('spend' in amount) {
    const own = accountId === null ? undefined : await findBalance(db, question.id, accountId);
    const balance = own ?? STAKE_MICRO;
    if (amount.spend > balance) throw new NotEnoughPointsError(balance);
    return quoteView(book, question, event, 'buy', book.buy(event, amount.spend));
  }
  const positions = accountId === null ? [] : await listPositions(db, question.id, [accountId]);
  const held =
    positions.find((position) => position.event === eventText(event, question.options))?.shares ?? 0;
  const shares = amount.sell === 'all' ? held : amount.sell;
  if (held === 0 || shares > held) throw new NotEnoughSharesError(held);
  return quoteView(book, question, event, 'sell', book.sell(event, shares));
}

/** A trade of this account; null where there is none. */
export async function ownTrade(
  db: Db,
  questionId: number,
  accountId: number,
  seq: number,
): Promise<OwnTradeView | null> {
  return (await findOwnTrade(db, questionId, accountId, seq)) ?? null;
}

/** What an account has in a market: the whole stake before its first trade. */
export async function account(
  db: Db,
  keeper: MarketKeeper,
  question: TradedQuestion,
  accountId: number,
): Promise<MarketAccountView> {
  const [{ book }, balance, positions, settled] = await Promise.all([
    keeper.state(question),
    findBalance(db, question.id, accountId),
    listPositions(db, question.id, [accountId]),
    findSettled(db, question.id, accountId),
  ]);
  return accountView(book, question, balance ?? null, positions, settled?.balance ?? null);
}

/** A page of the log, newest first. @param before `seq` of the last row of the page before */
export async function trades(
  db: Db,
  questionId: number,
  { before = null, limit = TRADE_PAGE }: { before?: number | null; limit?: number } = {},
): Promise<{ rows: TradeView[]; next: number | null }> {
  const rows = await listTrades(db, questionId, before, limit + 1);
  const shown = rows.slice(0, limit).map(({ madeAt, ...row }) => ({ ...row, at: madeAt.toISOString() }));
  return { rows: shown, next: rows.length > limit ? shown.at(-1)!.seq : null };
}

/** What an account has traded over all markets, in points and shares: by market, oldest first in each. */
export async function* tradesOf(db: Db, accountId: number) {
  let rows: Awaited<ReturnType<typeof listTradesOf>> = [];
  do {
    rows = await listTradesOf(db, accountId, rows.at(-1) ?? null, BATCH);
    for (const { question, seq, madeAt, event, requestId, shares, points, priceAfter } of rows)
      yield {
        ...{ question, seq, madeAt, event, requestId },
        ...{ shares: shares / MICRO, points: points / MICRO, priceAfter: priceAfter / MICRO },
      };
  } while (rows.length === BATCH);
}

/** What an account holds over all markets, in shares. */
export async function positionsOf(db: Db, accountId: number) {
  const rows = await listPositionsOf(db, accountId);
  return rows.map(({ shares, ...position }) => ({ ...position, shares: shares / MICRO }));
}

/** Balances of an account in points; `settled` after the latest version of the result. */
export async function balancesOf(db: Db, accountId: number) {
  const rows = await listBalancesOf(db, accountId);
  return rows.map(({ balance, settled, ...market }) => ({
    ...market,
    balance: balance / MICRO,
    settled: settled === null ? null : settled / MICRO,
  }));
}
