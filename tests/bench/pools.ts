// A market of n constant-product pools whose prices sum to 1, as multi-answer play-money markets have it: whoever buys one
// answer also buys NO of all others, in the amount at which prices sum to 1 again. That amount has no closed form, and is
// searched for by bisection to the last digit of a double. Without limit orders, fees and rounding, which they add.

export interface Pool {
  yes: number;
  no: number;
}

/** The price of YES in a pool. */
export function priceIn({ yes, no }: Pool): number {
  return no / (yes + no);
}

interface Bought {
  shares: number;
  pools: Pool[];
}

/** Buys YES of one pool for a spend. @returns its shares, and the pools after it in their order, the bought one last */
export function buyBySearch(pools: readonly Pool[], answer: number, spend: number): Bought {
  const others = pools.filter((_, i) => i !== answer);
  const bought = pools[answer]!;
  const noPrices = sum(others.map((pool) => 1 - priceIn(pool)));
  let [low, high] = [0, spend / (noPrices - pools.length + 2)];
  for (;;) {
    const middle = low + (high - low) / 2;
    const result = buyWithOthers(others, bought, spend, middle);
    if (result && (middle === low || middle === high)) return result;
    const excess = result ? 1 - sum(result.pools.map(priceIn)) : 1;
    if (result && excess === 0) return result;
    if (excess > 0) high = middle;
    else low = middle;
  }
}

/** With this many NO shares of every other answer, redeemed; null where the spend does not suffice. */
function buyWithOthers(
  others: readonly Pool[],
  bought: Pool,
  spend: number,
  noShares: number,
): Bought | null {
  const amounts = others.map((pool) => costOfNo(pool, noShares));
  // NO of all n − 1 others is YES of this one and n − 2 points.
  const left = spend - (sum(amounts) - noShares * (others.length - 1));
  if (left < 0) return null;
  const after = others.map(({ yes, no }, i) => ({
    yes: yes + amounts[i]!,
    no: (yes * no) / (yes + amounts[i]!),
  }));
  const pool = { yes: (bought.yes * bought.no) / (bought.no + left), no: bought.no + left };
  return { shares: bought.yes + left - pool.yes + noShares, pools: [...after, pool] };
}

/** What NO shares cost in one pool. */
function costOfNo({ yes, no }: Pool, shares: number): number {
  const rest = yes + no - shares;
  return (Math.sqrt(rest * rest + 4 * shares * yes) - rest) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
