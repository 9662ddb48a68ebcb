import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prices } from '#lib/domain/market.ts';
import { MICRO } from '#lib/domain/micro.ts';
import { zip } from '#lib/domain/zip.ts';
import { MarketBook } from './book.ts';
import { accountView, hasMarket, marketView, quoteView } from './view.ts';

const QUESTION = { id: 1, slug: 'final-3', seats: 2, options: ['skt', 'upstage', 'lg'] };
const EVENTS = [{ survives: 0 }, { drops: 1 }, { set: [0, 2] }];

describe('a book', () => {
  test('depends on what is held, not on the order of trades', () => {
    const amounts = fc.array(fc.tuple(fc.constantFrom(...EVENTS), fc.integer({ min: 1, max: 1e9 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(amounts, (trades) => {
        const opened = MarketBook.open(3, 2, [700, 700, 600]);
        const forth = trades.reduce((book, [event, shares]) => book.withTrade(event, shares), opened);
        const back = trades
          .toReversed()
          .reduce((book, [event, shares]) => book.withTrade(event, shares), opened);
        expect(prices(back.market)).toEqual(prices(forth.market));
        expect(prices(opened.withHoldings(trades.length, trades).market)).toEqual(prices(forth.market));
      }),
    );
  });

  test('has after 10,000 trades, quoted after each, the prices of what is held', () => {
    let book = MarketBook.open(12, 6, null);
    const events = [{ survives: 3 }, { drops: 7 }, { set: [0, 4, 11] }];
    const held = events.map(() => 0);
    for (let i = 0; i < 10_000; i++) {
      const which = i % events.length;
      const isSale = i % 5 === 4;
      const shares = isSale
        ? -Math.floor(held[which]! / 3)
        : book.buy(events[which]!, MICRO * (1 + (i % 97))).shares;
      held[which]! += shares;
      book = book.withTrade(events[which]!, shares);
    }
    const fresh = MarketBook.open(12, 6, null).withHoldings(10_000, zip(events, held));
    expect(prices(book.market)).toEqual(prices(fresh.market));
    for (const event of events) expect(book.buy(event, MICRO)).toEqual(fresh.buy(event, MICRO));
  });

  test('never pays more for what was just bought than it cost', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVENTS),
        fc.integer({ min: 100_000, max: 1_000 * MICRO }),
        (event, spend) => {
          const book = MarketBook.open(3, 2, null);
          const { shares } = book.buy(event, spend);
          expect(book.withTrade(event, shares).sell(event, shares).points).toBeLessThanOrEqual(spend);
        },
      ),
    );
  });
});

test('what is almost certain costs no more than a point, so that its quote can be sent', () => {
  let book = MarketBook.open(3, 2, null);
  for (let i = 0; i < 60; i++) {
    const { shares } = book.buy({ survives: 0 }, 1_000 * MICRO);
    book = book.withTrade({ survives: 0 }, shares);
  }
  const { points, shares, averagePrice } = book.buy({ survives: 0 }, MICRO / 10);
  expect(shares).toBeLessThan(points);
  expect(averagePrice).toBe(MICRO);
});

test('a question has a market where it is scored and at most 1,000 sets can survive', () => {
  const options = (n: number) => Array.from({ length: n }, (_, i) => i);
  expect(hasMarket({ scored: true, seats: 2, options: options(3) })).toBe(true);
  expect(hasMarket({ scored: false, seats: 2, options: options(3) })).toBe(false);
  expect(hasMarket({ scored: true, seats: 6, options: options(12) })).toBe(true);
  expect(hasMarket({ scored: true, seats: 6, options: options(13) })).toBe(false);
});

test('views show sets likeliest first, and what everything is worth', () => {
  const book = MarketBook.open(3, 2, [800, 700, 500]);
  const { sets, prices: shown } = marketView({ book, traders: 0, opening: [800, 700, 500] }, QUESTION);
  expect(shown).toEqual([800_000, 700_000, 500_000]);
  expect(sets.map(({ members, price }) => [members.join('+'), price])).toEqual([
    ['skt+upstage', 500_000],
    ['skt+lg', 300_000],
    ['upstage+lg', 200_000],
  ]);
  const deal = book.buy({ survives: 0 }, 10 * MICRO);
  const quote = quoteView(book, QUESTION, { survives: 0 }, 'buy', deal);
  expect(quote.pays.map(({ points }) => points)).toEqual([deal.shares, deal.shares, 0]);
  expect(quote.pricesAfter[0]).toBe(deal.priceAfter);
  const own = accountView(
    book,
    QUESTION,
    990 * MICRO,
    [{ event: 'survives:skt', shares: deal.shares }],
    null,
  );
  expect(own.outcomes.map(({ worth }) => worth)).toEqual([
    990 * MICRO + deal.shares,
    990 * MICRO + deal.shares,
    990 * MICRO,
  ]);
});
