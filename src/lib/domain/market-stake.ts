/** With which an account starts each market, in points. */
export const STAKE = 1_000;
/** b in points: one whole stake halves the distance of a price to 1. */
export const LIQUIDITY = STAKE / Math.LN2;
