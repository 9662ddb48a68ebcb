// The probabilities of a market's k-subsets, as exponentials that all questions about one snapshot share.

import { assertEvent, type EventTest, type MarketEvent, testOf } from './market-event.ts';

/** A market at one instant. Never changed; a trade returns the next. Restored by `{ ...openMarket(…), quantities }`. */
export interface Market {
  readonly options: number;
  readonly seats: number;
  /** Liquidity parameter b, in points: the larger, the less a trade moves prices and the more the market maker can lose. */
  readonly liquidity: number;
  /** The k-subsets in index order, each a bit mask of its members, shape [sets]. */
  readonly sets: readonly number[];
  /** ln of each set's probability at the opening, shape [sets]. */
  readonly opening: readonly number[];
  /** q, shares sold that pay where the set comes true, shape [sets]. */
  readonly quantities: readonly number[];
}

interface Weights {
  /** Probability of each set up to one factor: the likeliest has 1. */
  readonly weights: Float64Array;
  readonly total: number;
}

/** A market never changes, so all that is asked of one shares its exponentials. */
const weightsByMarket = new WeakMap<Market, Weights>();

/** Computed when somebody first asks. */
export function weightsOf(market: Market): Weights {
  const known = weightsByMarket.get(market);
  if (known) return known;
  const weights = new Float64Array(market.sets.length);
  let highest = -Infinity;
  for (let at = 0; at < weights.length; at++) {
    weights[at] = levelOf(market, at);
    if (weights[at]! > highest) highest = weights[at]!;
  }
  let total = 0;
  for (let at = 0; at < weights.length; at++) total += weights[at] = Math.exp(weights[at]! - highest);
  weightsByMarket.set(market, { weights, total });
  return { weights, total };
}

/** ln of a set's unnormalised probability: its opening one times e^{q/b}. */
function levelOf(market: Market, at: number): number {
  return market.opening[at]! + market.quantities[at]! / market.liquidity;
}

/** Sums of weights below it may lack sets whose weights are rounded, or are too small for a double at all. */
const LEAST_WEIGHT = 1e-290;

/** ln P of an event and of its complement, each from its own sum so that neither is lost beside the other. */
export function logOddsOf(market: Market, event: MarketEvent): { inside: number; outside: number } {
  assertEvent(market, event);
  const test = testOf(event);
  const { weights } = weightsOf(market);
  let [inside, outside] = [0, 0];
  for (let at = 0; at < weights.length; at++) {
    if (comesTrue(market, at, test)) inside += weights[at]!;
    else outside += weights[at]!;
  }
  if (inside > LEAST_WEIGHT && outside > LEAST_WEIGHT)
    return { inside: -Math.log1p(outside / inside), outside: -Math.log1p(inside / outside) };
  const logInside = logSumExp(market, (at) => comesTrue(market, at, test));
  const logOutside = logSumExp(market, (at) => !comesTrue(market, at, test));
  const total = logAddExp(logInside, logOutside);
  return { inside: logInside - total, outside: logOutside - total };
}

/** Whether an event comes true in the set with this index. */
export function comesTrue({ sets }: Market, at: number, { mask, members }: EventTest): boolean {
  return (sets[at]! & mask) === members;
}

/** ln of the summed weights of some sets, by their own highest level; at least one is counted. */
function logSumExp(market: Market, isCounted: (at: number) => boolean): number {
  const levels = market.sets.flatMap((_, at) => (isCounted(at) ? [levelOf(market, at)] : []));
  const highest = Math.max(...levels);
  return highest + Math.log(levels.reduce((sum, level) => sum + Math.exp(level - highest), 0));
}

/** ln(e^a + e^b) */
export function logAddExp(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}
