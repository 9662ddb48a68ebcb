// Settlement of a market: payout of shares once the result is known, and the market maker's maximum loss.

import { assertEvent, holdsIn, maskOf, type MarketEvent } from './market-event.ts';
import type { Market } from './market-weights.ts';

/**
 * What one share pays, in points, 0..1: 1 or 0 where exactly k options came true. Where m ≠ k did, every share pays its
 * average over the k-subsets that contain the survivors (m < k) or lie in them (m > k), as if one of these had been drawn;
 * the maker's loss is then an average of losses within the bound, so the bound holds.
 *
 * @param outcome whether each option came true, any number of them, shape [options]
 * @throws RangeError when the outcome has another shape or the market has no such event
 */
export function payout(market: Market, event: MarketEvent, outcome: readonly boolean[]): number {
  if (outcome.length !== market.options) throw new RangeError(`an outcome is ${market.options} answers`);
  assertEvent(market, event);
  const survivors = maskOf(outcome.flatMap((survived, i) => (survived ? [i] : [])));
  const possible = market.sets.filter((set) => {
    const common = set & survivors;
    return common === survivors || common === set;
  });
  return possible.filter((set) => holdsIn(event, set)).length / possible.length;
}

/**
 * The most that the maker can lose over the market's life, in points: −b · ln of the smallest opening set probability;
 * b · ln C(n, k) from even opening prices.
 */
export function lossBound(market: Market): number {
  return -market.liquidity * Math.min(...market.opening);
}
