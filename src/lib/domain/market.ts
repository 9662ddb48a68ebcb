// Play-money market on a question: Hanson's logarithmic market scoring rule over its k-subsets ("Combinatorial information
// market design", 2003; "Logarithmic market scoring rules for modular combinatorial information aggregation", 2007).
// Snapshot in, snapshot out; points and shares are real numbers, rounding to micro-points and holdings are the server's.
// All trades are computed from ln P, which stays exact for events that are almost certain or almost impossible.

import { listSets, survivorSets } from './survivor-sets.ts';

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

/** Event on which a share pays 1 point: a company survives, drops out, or all companies of a set survive. */
export type MarketEvent =
  { readonly survives: number } | { readonly drops: number } | { readonly set: readonly number[] };

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
  return Array.from({ length: market.options }, (_, i) => {
    let containing = 0;
    for (let at = 0; at < weights.length; at++) if (market.sets[at]! & (1 << i)) containing += weights[at]!;
    return containing / total;
  });
}

/**
 * The price of each k-subset in index order: the probability that exactly it survives, in [0, 1], summing to 1.
 *
 * @returns shape [sets]
 */
export function setPrices(market: Market): number[] {
  const { weights, total } = weightsOf(market);
  return weights.map((weight) => weight / total);
}

/** Probabilities of the sets up to one factor: the likeliest has 1. */
function weightsOf(market: Market): { weights: number[]; total: number } {
  const levels = market.sets.map((_, at) => levelOf(market, at));
  const highest = Math.max(...levels);
  const weights = levels.map((level) => Math.exp(level - highest));
  return { weights, total: weights.reduce((sum, weight) => sum + weight, 0) };
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

/**
 * Whether an event comes true where exactly this k-subset survives.
 *
 * @param set bit mask of the survivors
 */
export function holdsIn(event: MarketEvent, set: number): boolean {
  const { mask, members } = testOf(event);
  return (set & mask) === members;
}

/** @throws RangeError when the event names no option of the market, one twice, or more than there are seats */
export function assertEvent(market: Market, event: MarketEvent): void {
  const named = 'set' in event ? event.set : ['survives' in event ? event.survives : event.drops];
  const known = named.every((i) => Number.isInteger(i) && i >= 0 && i < market.options);
  if (known && named.length >= 1 && named.length <= market.seats && new Set(named).size === named.length)
    return;
  throw new RangeError(`no such event in this market: [${named.join(', ')}]`);
}

/** Bit mask of distinct option indices below 31. */
export function maskOf(members: readonly number[]): number {
  return members.reduce((mask, i) => mask | (1 << i), 0);
}

/** An event comes true in the sets of which these members are all that they have of the mask. */
function testOf(event: MarketEvent): { mask: number; members: number } {
  if ('drops' in event) return { mask: 1 << event.drops, members: 0 };
  const mask = 'survives' in event ? 1 << event.survives : maskOf(event.set);
  return { mask, members: mask };
}

/** ln of a set's unnormalised probability: its opening one times e^{q/b}. */
function levelOf(market: Market, at: number): number {
  return market.opening[at]! + market.quantities[at]! / market.liquidity;
}

/** ln P of an event and of its complement, each by its own log-sum-exp so that neither is lost beside the other. */
function logOddsOf(market: Market, event: MarketEvent): { inside: number; outside: number } {
  assertEvent(market, event);
  const logInside = logSumExp(market, event, true);
  const logOutside = logSumExp(market, event, false);
  const total = logAddExp(logInside, logOutside);
  return { inside: logInside - total, outside: logOutside - total };
}

function traded(market: Market, event: MarketEvent, shares: number): Market {
  const { mask, members } = testOf(event);
  const quantities = market.quantities.map((q, at) =>
    (market.sets[at]! & mask) === members ? q + shares : q,
  );
  return { ...market, quantities };
}

function assertAmount(amount: number, name: string): void {
  if (amount >= 0 && amount < Infinity) return;
  throw new RangeError(`${name} must be finite and not negative, not ${amount}`);
}

/** Over the sets in which the event comes true, or those in which it does not; plain loops, since quotes are all of this. */
function logSumExp(market: Market, event: MarketEvent, comesTrue: boolean): number {
  const { mask, members } = testOf(event);
  const { sets } = market;
  let highest = -Infinity;
  for (let at = 0; at < sets.length; at++) {
    if (((sets[at]! & mask) === members) === comesTrue) highest = Math.max(highest, levelOf(market, at));
  }
  let sum = 0;
  for (let at = 0; at < sets.length; at++) {
    if (((sets[at]! & mask) === members) === comesTrue) sum += Math.exp(levelOf(market, at) - highest);
  }
  return highest + Math.log(sum);
}

/** ln(e^a + e^b) */
function logAddExp(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** ln(1 + e^x) */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** ln(e^x − 1) for x ≥ 0 */
function logExpm1(x: number): number {
  return x > 1 ? x + Math.log1p(-Math.exp(-x)) : Math.log(Math.expm1(x));
}
