/** The question on which somebody trades. */
export interface TradedQuestion {
  id: number;
  slug: string;
  seats: number;
  /** Option slugs in order. */
  options: readonly string[];
}

/** A trade that somebody asks for. Amounts are whole millionths. */
export interface NewTrade {
  accountId: number;
  requestId: string;
  /** As `survives:skt`. */
  event: string;
  /** Points to spend, or shares to sell: a number of them, or all that are held. */
  amount: { spend: number } | { sell: number | 'all' };
  /** The average price a share that was shown, rounded up: a worse one is refused. */
  price: number;
}

/** A trade that entered the log. */
export interface TradeReceipt {
  seq: number;
  madeAt: Date;
  event: string;
  /** Micro-shares bought, or sold where negative. */
  shares: number;
  /** Micro-points: spent where negative. */
  points: number;
  priceBefore: number;
  priceAfter: number;
  /** No row was added: the same request was accepted before. */
  replayed: boolean;
}
