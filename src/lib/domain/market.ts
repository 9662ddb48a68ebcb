// Play-money market on a question: Hanson's logarithmic market scoring rule over its k-subsets ("Combinatorial information
// market design", 2003; "Logarithmic market scoring rules for modular combinatorial information aggregation", 2007).
// Snapshot in, snapshot out; points and shares are real numbers, rounding to micro-points and holdings are the server's.
// All trades are computed from ln P, which stays exact for events that are almost certain or almost impossible.

import { maskOf, type MarketEvent, testOf } from './market-event.ts';
import { comesTrue, logAddExp, logOddsOf, type Market, weightsOf } from './market-weights.ts';
import { listSets, survivorSets } from './survivor-sets.ts';

/**
 * A market before its first trade.
 *
 * @param liquidity b in points, positive
 * @param probabilities opening price of each option, in (0, 1), summing to `seats`, shape [options]; even when left out
 * @throws RangeError when an argument is out of range or there are more than 1,000 sets
 */
export function openMarket(
  options: number,
  seats: number,
  liquidity: number,
  probabilities?: readonly number[],
): Market {
  if (!(liquidity > 0 && liquidity < Infinity)) throw new RangeError('liquidity must be positive and finite');
  const listed = listSets(options, seats);
  const sets = listed.map(maskOf);
  const opening = sets.map(() => -Math.log(sets.length));
  if (probabilities) {
    if (probabilities.length !== options) throw new RangeError(`${options} opening prices are needed`);
    const indexOf = new Map(sets.map((mask, at) => [mask, at]));
    for (const { members, probability } of survivorSets(probabilities, seats)) {
      opening[indexOf.get(maskOf(members))!] = Math.log(probability);
    }
  }
  return { options, seats, liquidity, sets, opening, quantities: sets.map(() => 0) };
}

/**
 * The price of each option's company share: the probability that it survives, in [0, 1], summing to `seats`.
 *
 * @returns shape [options]
 */
export function prices(market: Market): number[] {
  const { weights, total } = weightsOf(market);
  const containing = Array.from({ length: market.options }, () => 0);
  for (let at = 0; at < weights.length; at++) {
    // Every set bit is a member; the lowest is taken off until none is left.
    for (let rest = market.sets[at]!; rest !== 0; rest &= rest - 1)
      containing[31 - Math.clz32(rest & -rest)]! += weights[at]!;
  }
  return containing.map((weight) => weight / total);
}

/**
 * The price of each k-subset in index order: the probability that exactly it survives, in [0, 1], summing to 1.
 *
 * @returns shape [sets]
 */
export function setPrices(market: Market): number[] {
  const { weights, total } = weightsOf(market);
  return Array.from(weights, (weight) => weight / total);
}

/**
 * The price of an event, in points a share: its probability, in [0, 1].
 *
 * @throws RangeError when the event names no option of the market, one twice, or more than there are seats
 */
export function priceOf(market: Market, event: MarketEvent): number {
  return Math.exp(logOddsOf(market, event).inside);
}

/**
 * Buys shares for a spend: b · ln(1 + (e^{m/b} − 1)/P) shares for m points, the inverse of the cost function.
 *
 * @param spend points, finite, not negative
 * @throws RangeError when the spend or the event is broken
 */
export function quote(market: Market, event: MarketEvent, spend: number): { shares: number; after: Market } {
  assertAmount(spend, 'spend');
  const b = market.liquidity;
  const { inside } = logOddsOf(market, event);
  const shares = b * softplus(logExpm1(spend / b) - inside);
  return { shares, after: traded(market, event, shares) };
}

/**
 * Sells shares: −b · ln(1 − P + P·e^{−s/b}) points for s shares.
 *
 * @param shares finite, not negative; the server checks that the seller holds them
 * @throws RangeError when the shares or the event are broken
 */
export function sell(market: Market, event: MarketEvent, shares: number): { points: number; after: Market } {
  assertAmount(shares, 'shares');
  const b = market.liquidity;
  const { inside, outside } = logOddsOf(market, event);
  const change = Math.exp(inside) * Math.expm1(-shares / b);
  // Numerical stability: log1p is exact for a small change, the log-sum when little of the event's mass remains.
  const points = -b * (change > -0.5 ? Math.log1p(change) : logAddExp(outside, inside - shares / b));
  return { points: Math.max(0, points), after: traded(market, event, -shares) };
}

function traded(market: Market, event: MarketEvent, shares: number): Market {
  const test = testOf(event);
  const quantities = market.quantities.slice();
  for (let at = 0; at < quantities.length; at++) {
    if (comesTrue(market, at, test)) quantities[at]! += shares;
  }
  return { ...market, quantities };
}

function assertAmount(amount: number, name: string): void {
  if (amount >= 0 && amount < Infinity) return;
  throw new RangeError(`${name} must be finite and not negative, not ${amount}`);
}

/** ln(1 + e^x) */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** ln(e^x − 1) for x ≥ 0 */
function logExpm1(x: number): number {
  return x > 1 ? x + Math.log1p(-Math.exp(-x)) : Math.log(Math.expm1(x));
}
