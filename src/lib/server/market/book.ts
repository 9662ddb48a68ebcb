// A market in whole micro-points and micro-shares. Its state is how many shares of each event are held, so that prices follow
// from the sums alone, whatever the order and the process in which trades came.
import { type MarketEvent, testOf } from '#lib/domain/market-event.ts';
import type { Market } from '#lib/domain/market-weights.ts';
import { LIQUIDITY, STAKE } from '#lib/domain/market-stake.ts';
import { openMarket, priceOf, quote, sell } from '#lib/domain/market.ts';
import { MICRO, toMicro } from '#lib/domain/micro.ts';

/** With which an account starts each market, in micro-points. */
export const STAKE_MICRO = STAKE * MICRO;

/** What a trade does, all in millionths: shares bought or sold, points spent or received, and the price of a share. */
export interface Deal {
  shares: number;
  points: number;
  /** Points a share, rounded up to a whole micro-point; at most a point, which is all that a share can pay. */
  averagePrice: number;
  priceBefore: number;
  priceAfter: number;
}

export class MarketBook {
  /** Of the latest trade; 0 before the first. */
  readonly version: number;
  readonly #market: Market;
  /** Micro-shares that pay where the set comes true, shape [sets]: whole numbers, so that sums are exact. */
  readonly #quantities: readonly number[];

  private constructor(version: number, market: Market, quantities: readonly number[]) {
    this.version = version;
    this.#quantities = quantities;
    this.#market = { ...market, quantities: quantities.map((q) => q / MICRO) };
  }

  /** @param opening permille of each option, summing to 1000·seats; null for even prices */
  static open(options: number, seats: number, opening: readonly number[] | null): MarketBook {
    const probabilities = opening?.map((permille) => permille / 1000);
    const market = openMarket(options, seats, LIQUIDITY, probabilities);
    return new MarketBook(0, market, market.quantities);
  }

  /** The same market once its trades have left this many micro-shares of each event with their holders. */
  withHoldings(version: number, holdings: Iterable<readonly [MarketEvent, number]>): MarketBook {
    const quantities = this.#market.sets.map(() => 0);
    for (const [event, shares] of holdings) addTo(quantities, this.#market, event, shares);
    return new MarketBook(version, this.#market, quantities);
  }

  /** The market after one more trade. @param shares micro-shares bought, or sold where negative */
  withTrade(event: MarketEvent, shares: number): MarketBook {
    const quantities = this.#quantities.slice();
    addTo(quantities, this.#market, event, shares);
    return new MarketBook(this.version + 1, this.#market, quantities);
  }

  /** The snapshot of the domain, for prices, depth and the maker's bound. */
  get market(): Market {
    return this.#market;
  }

  /** In micro-points, 0..1,000,000. */
  price(event: MarketEvent): number {
    return toMicro(priceOf(this.#market, event));
  }

  /** What is bought for a spend. @param points whole micro-points; shares are rounded down */
  buy(event: MarketEvent, points: number): Deal {
    const shares = Math.floor(quote(this.#market, event, points / MICRO).shares * MICRO);
    return this.#deal(event, shares, points, shares);
  }

  /** What is paid for shares. @param shares whole micro-shares; points are rounded down */
  sell(event: MarketEvent, shares: number): Deal {
    return this.#deal(event, shares, this.worth(event, shares), -shares);
  }

  /** In micro-points, rounded down: what `sell` would pay. */
  worth(event: MarketEvent, shares: number): number {
    return Math.floor(sell(this.#market, event, shares / MICRO).points * MICRO);
  }

  #deal(event: MarketEvent, shares: number, points: number, change: number): Deal {
    return {
      shares,
      points,
      averagePrice: shares === 0 ? 0 : Math.min(MICRO, Math.ceil((points / shares) * MICRO)),
      priceBefore: this.price(event),
      priceAfter: this.withTrade(event, change).price(event),
    };
  }
}

function addTo(quantities: number[], { sets }: Market, event: MarketEvent, shares: number): void {
  const { mask, members } = testOf(event);
  for (let at = 0; at < sets.length; at++) if ((sets[at]! & mask) === members) quantities[at]! += shares;
}
