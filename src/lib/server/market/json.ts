import { MICRO } from '#lib/domain/micro.ts';
import { zip } from '#lib/domain/zip.ts';
import type { MarketJson, MarketView } from '#lib/types/market.ts';

/** A market in JSON: points a share with at most six decimals. @param options slugs in option order */
export function marketJson(view: MarketView, options: readonly string[]): MarketJson {
  return {
    price: Object.fromEntries(zip(options, view.prices).map(([slug, micro]) => [slug, micro / MICRO])),
    sets: view.sets.map(({ members, price }) => ({ members, price: price / MICRO })),
    liquidity: rounded(view.liquidity),
    makerLossAtMost: rounded(view.makerLossAtMost),
    trades: view.trades,
    version: view.trades,
  };
}

function rounded(points: number): number {
  return Math.round(points * MICRO) / MICRO;
}
