// One trade against a market and the account that asks for it. Pure: the database has the last word.
import { MICRO } from '#lib/domain/micro.ts';
import {
  NotATradeError,
  NotEnoughPointsError,
  NotEnoughSharesError,
  PriceMovedError,
  RequestIdTakenError,
  TradeTooSmallError,
} from '../errors.ts';
import { type Deal, type MarketBook, STAKE_MICRO } from './book.ts';
import { eventText, parseEvent } from './event-text.ts';
import type { NewTrade, TradedQuestion, TradeReceipt } from './new-trade.ts';
import { refusalOf } from './refusal.ts';
import type { TradeRow } from './trade-queries.ts';

/** In micro-points: smaller spends would fill the log with nothing. */
export const LEAST_SPEND = MICRO / 10;

/** What the database knows of an account in a market. */
export interface MarketAccount {
  /** In micro-points; null before its first trade. */
  balance: number | null;
  /** SQLSTATE of the rule by which it may not trade now, or null. */
  refusal: string | null;
  holdings: readonly { event: string; shares: number }[];
  /** Its trade with the same requestId, in whatever market. */
  earlier: TradeRow | null;
}

export type TradeResult =
  | { error: Error }
  | { replayed: TradeReceipt }
  | { row: Omit<TradeRow, 'madeAt'>; receipt: Omit<TradeReceipt, 'madeAt'>; book: MarketBook };

/**
 * What becomes of a trade.
 *
 * @param book null where the question takes no trade
 * @param refusal SQLSTATE of the rule by which it takes none
 */
export function settleTrade(
  book: MarketBook | null,
  refusal: string | null,
  question: TradedQuestion,
  trade: NewTrade,
  account: MarketAccount,
): TradeResult {
  const event = parseEvent(trade.event, question.options, question.seats);
  if (!event) return { error: new NotATradeError() };
  const text = eventText(event, question.options);
  if (account.earlier) return repeat(account.earlier, question.id, text, trade);
  if (!book) return { error: ruleError(refusal) };
  if (account.refusal !== null) return { error: ruleError(account.refusal) };
  const held = account.holdings.find((holding) => holding.event === text)?.shares ?? 0;
  const balance = account.balance ?? STAKE_MICRO;
  const { amount } = trade;
  let deal: Deal;
  if ('spend' in amount) {
    if (amount.spend < LEAST_SPEND) return { error: new TradeTooSmallError() };
    if (amount.spend > balance) return { error: new NotEnoughPointsError(balance) };
    deal = book.buy(event, amount.spend);
    if (deal.averagePrice > trade.price) return { error: new PriceMovedError(deal.averagePrice) };
  } else {
    const shares = amount.sell === 'all' ? held : amount.sell;
    if (shares > held || held === 0) return { error: new NotEnoughSharesError(held) };
    deal = book.sell(event, shares);
    if (deal.averagePrice < trade.price) return { error: new PriceMovedError(deal.averagePrice) };
  }
  if (deal.shares === 0) return { error: new TradeTooSmallError() };
  const sign = 'spend' in amount ? 1 : -1;
  const change = { shares: sign * deal.shares, points: -sign * deal.points };
  const { priceBefore, priceAfter } = deal;
  const next = book.withTrade(event, change.shares);
  const logged = { seq: next.version, event: text, ...change, priceBefore, priceAfter };
  const { accountId, requestId } = trade;
  return {
    row: { questionId: question.id, accountId, requestId, ...logged },
    receipt: { ...logged, replayed: false },
    book: next,
  };
}

/** The receipt of a request that was accepted before. */
function repeat(earlier: TradeRow, questionId: number, event: string, { amount }: NewTrade): TradeResult {
  const { seq, madeAt, shares, points, priceBefore, priceAfter } = earlier;
  const isSame =
    earlier.questionId === questionId &&
    earlier.event === event &&
    ('spend' in amount
      ? points === -amount.spend
      : amount.sell === 'all'
        ? shares < 0
        : shares === -amount.sell);
  if (!isSame) return { error: new RequestIdTakenError() };
  return { replayed: { seq, madeAt, event, shares, points, priceBefore, priceAfter, replayed: true } };
}

function ruleError(sqlState: string | null): Error {
  return refusalOf(sqlState ?? undefined) ?? new Error(`Refused by an unknown rule: ${sqlState}`);
}
