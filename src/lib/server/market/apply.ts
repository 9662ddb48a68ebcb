import { SqlState } from '../platform/db/sqlstate.ts';
import {
  BusyError,
  NotATradeError,
  NotEnoughPointsError,
  NotEnoughSharesError,
  PriceMovedError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionNotOpenError,
  RequestIdTakenError,
  TooManyRequestsError,
  TraderRefusedError,
  TradeTooSmallError,
} from '../platform/errors.ts';
import { MICRO } from '#lib/domain/micro.ts';
import { type Deal, type MarketBook, STAKE_MICRO } from './book.ts';
import { eventText, type NewTrade, parseEvent, type TradedQuestion, type TradeReceipt } from './trade.ts';
import {
  insertTrades,
  listByRequest,
  listPositions,
  listTraders,
  lockMarket,
  type TradeRow,
} from './queries.ts';
import type { Transaction } from 'kysely';
import type { DB } from '../platform/db/schema.generated.ts';
import type { MarketKeeper } from './keeper.ts';

/** How many trades the log accepts of an account on one Korean day, over all markets. */
export const TRADES_PER_DAY = 300;

/** The log's daily limit starts anew at midnight in Korea. */
const RETRY_SECONDS = 60 * 60;

/** The error of a rule by which the database refuses a trade; null for any other SQLSTATE. */
export function refusalOf(sqlState: string | undefined): Error | null {
  switch (sqlState) {
    case SqlState.questionClosed:
      return new QuestionClosedError();
    case SqlState.questionNotOpen:
      return new QuestionNotOpenError();
    case SqlState.noSuchQuestion:
      return new QuestionNotFoundError();
    case SqlState.tooManyForecasts:
      return new TooManyRequestsError(RETRY_SECONDS);
    case SqlState.unverifiedTrader:
      return new TraderRefusedError('trade-unverified');
    case SqlState.excludedTrader:
      return new TraderRefusedError('trade-excluded');
    case SqlState.queryCanceled:
      return new BusyError();
    default:
      return null;
  }
}

// One trade against a market and the account that asks for it. Pure: the database has the last word.

/** In micro-points: smaller spends would fill the log with nothing. */
export const LEAST_SPEND = MICRO / 10;

/** What the database knows of an account in a market. */
interface MarketAccount {
  /** In micro-points; null before its first trade. */
  balance: number | null;
  /** SQLSTATE of the rule by which it may not trade now, or null. */
  refusal: string | null;
  holdings: readonly { event: string; shares: number }[];
  /** Its trade with the same requestId, in whatever market. */
  earlier: TradeRow | null;
}

type TradeResult =
  | { error: Error }
  | { replayed: TradeReceipt }
  | { row: Omit<TradeRow, 'madeAt'>; receipt: Omit<TradeReceipt, 'madeAt'>; book: MarketBook };

/**
 * What becomes of a trade.
 *
 * @param book null where the question takes no trade
 * @param refusal SQLSTATE of the rule by which it takes none
 */
function settleTrade(
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

// Trades of one market in one transaction that holds the market's lock. Prices are worked out in memory from what the database
// holds under that lock, so that any number of processes agree.

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
