// A quote in closed form against searching for the shares that cost the spend: by bisection on the same cost function, and on
// as many constant-product pools as there are options.

import type { Market } from '../../src/lib/domain/market-weights.ts';
import { openMarket, quote } from '../../src/lib/domain/market.ts';
import { buyBySearch, priceIn } from './pools.ts';
import type { Result } from './result.ts';
import { timesFaster } from './side-by-side.ts';

/** Halvings of the search, to about 1e-9 of a share. */
const HALVINGS = 40;
const SPEND = 25;

/** Shares of the first company for a spend, by bisection on C(q) = b ln Σ exp(q_S / b). */
function searched(market: Market, spend: number): number {
  const b = market.liquidity;
  const cost = (shares: number) => {
    const levels = market.sets.map((set, at) => market.quantities[at]! / b + (set & 1 ? shares / b : 0));
    const highest = Math.max(...levels);
    return b * (highest + Math.log(levels.reduce((sum, level) => sum + Math.exp(level - highest), 0)));
  };
  const before = cost(0);
  let [low, high] = [0, 1000];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (cost(middle) - before < spend) low = middle;
    else high = middle;
  }
  return low;
}

const GOAL = 10;
const POOLS_GOAL = 20;
/** Such markets open with as many points in each pool. */
const IN_POOL = 100;

export function results(): Result[] {
  return [measure(5, 2), measure(12, 6), ...[5, 10].map(measureAgainstPools)];
}

/** One of n wins, which is what pools that sum to 1 can hold. */
function measureAgainstPools(options: number): Result {
  const market = openMarket(options, 1, 100);
  const pools = Array.from({ length: options }, () => ({ yes: IN_POOL * (options - 1), no: IN_POOL }));
  const searchedFor = buyBySearch(pools, 0, SPEND);
  const total = searchedFor.pools.reduce((sum, pool) => sum + priceIn(pool), 0);
  if (Math.abs(total - 1) > 1e-9 || searchedFor.shares < SPEND) throw new Error('the search went wrong');
  const { ratio, fastMs } = timesFaster(
    () => buyBySearch(pools, 0, SPEND),
    () => quote(market, { survives: 0 }, SPEND),
  );
  const note = `one quote in ${(1000 * fastMs).toFixed(2)} µs, searched in ${(1000 * fastMs * ratio).toFixed(2)} µs`;
  return { name: `quote-vs-search-${options}`, ratio, goal: POOLS_GOAL, atLeast: true, note };
}

function measure(options: number, seats: number): Result {
  const market = quote(openMarket(options, seats, 100), { set: [0, 1] }, 30).after;
  const { shares } = quote(market, { survives: 0 }, SPEND);
  if (Math.abs(shares - searched(market, SPEND)) > 1e-6) throw new Error('the two ways disagree');
  const { ratio, fastMs } = timesFaster(
    () => searched(market, SPEND),
    () => quote(market, { survives: 0 }, SPEND),
  );
  const note = `one quote in ${(1000 * fastMs).toFixed(2)} µs`;
  return { name: `quote-${seats}-of-${options}-vs-bisection`, ratio, goal: GOAL, atLeast: true, note };
}
