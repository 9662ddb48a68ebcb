// Markets as pages and the JSON API show them. Pure.
import { lossBound } from '#lib/domain/market-settlement.ts';
import { holdsIn, type MarketEvent } from '#lib/domain/market-event.ts';
import { LIQUIDITY } from '#lib/domain/market-stake.ts';
import { prices, setPrices } from '#lib/domain/market.ts';
import { MICRO, toMicro } from '#lib/domain/micro.ts';
import { listSets, MAX_SETS, setCount } from '#lib/domain/survivor-sets.ts';
import type { DepthView, MarketAccountView, MarketView, QuoteView } from '#lib/types/market.ts';
import { type Deal, type MarketBook, STAKE_MICRO } from './book.ts';
import { eventText, parseEvent, type TradedQuestion } from './trade.ts';
import type { MarketState } from './keeper.ts';

/** Whether a question can have a market: it is scored, and not more than 1,000 sets can survive. */
export function hasMarket({
  scored,
  seats,
  options,
}: {
  scored: boolean;
  seats: number;
  options: readonly unknown[];
}) {
  return scored && setCount(options.length, seats) <= MAX_SETS;
}

export function marketView({ book, traders, opening }: MarketState, question: TradedQuestion): MarketView {
  return {
    prices: prices(book.market).map(toMicro),
    sets: setsOf(book, question).map(({ members, price }) => ({ members, price })),
    liquidity: LIQUIDITY,
    makerLossAtMost: lossBound(book.market),
    trades: book.version,
    traders,
    opening,
  };
}

/** Of many sets a page, and a live event, has the likeliest. */
export const SETS_SHOWN = 10;

/** @param deal of the event in this book */
export function quoteView(
  book: MarketBook,
  question: TradedQuestion,
  event: MarketEvent,
  side: QuoteView['side'],
  deal: Deal,
): QuoteView {
  const after = book.withTrade(event, side === 'buy' ? deal.shares : -deal.shares);
  return {
    ...{ event: eventText(event, question.options), side },
    ...deal,
    pays: setsOf(book, question).map(({ members, mask }) => ({
      members,
      points: holdsIn(event, mask) ? deal.shares : 0,
    })),
    pricesAfter: prices(after.market).map(toMicro),
  };
}

/**
 * @param balance in micro-points; null before the first trade
 * @param settled the balance after the result; null before it
 */
export function accountView(
  book: MarketBook,
  question: TradedQuestion,
  balance: number | null,
  positions: readonly { event: string; shares: number }[],
  settled: number | null,
): MarketAccountView {
  const own = balance ?? STAKE_MICRO;
  const held = positions.map((position) => ({
    ...position,
    parsed: parseEvent(position.event, question.options, question.seats)!,
  }));
  const holdings = held.map(({ event, shares, parsed }) => ({
    event,
    shares,
    worth: book.worth(parsed, shares),
  }));
  return {
    balance: own,
    worth: own + holdings.reduce((sum, { worth }) => sum + worth, 0),
    holdings,
    settled,
    outcomes: setsOf(book, question).map(({ members, mask }) => ({
      members,
      worth: held.reduce((sum, { shares, parsed }) => sum + (holdsIn(parsed, mask) ? shares : 0), own),
    })),
  };
}

/** Points that would be spent on an event to show what they move, in points. */
const DEPTHS = [10, 100, 500];

/** What spends of 10, 100 and 500 points on an event would do to its price, in micro-points. */
export function depthOf(book: MarketBook, event: MarketEvent): DepthView[] {
  return DEPTHS.map((spend) => ({ spend, priceAfter: book.buy(event, spend * MICRO).priceAfter }));
}

/** Survivor sets with prices, likeliest first. */
function setsOf(book: MarketBook, { options, seats }: TradedQuestion) {
  const priced = setPrices(book.market);
  return listSets(options.length, seats)
    .map((indices, at) => ({
      mask: book.market.sets[at]!,
      members: indices.map((i) => options[i]!),
      price: toMicro(priced[at]!),
    }))
    .sort((a, b) => b.price - a.price);
}
