/** What pages and the JSON API show of a market. Types alone; shares and points are whole millionths. */
import type { BoardView, RankedRow } from './leaderboard.ts';

/** Shares of all options of a question, priced together. */
export interface MarketView {
  /** Of one company share each, in option order: they sum to the seats. */
  prices: readonly number[];
  /** Of each survivor set, likeliest first; members are slugs. */
  sets: { members: string[]; price: number }[];
  /** b of the scoring rule, in points. */
  liquidity: number;
  /** The most that the market maker can lose, in points. */
  makerLossAtMost: number;
  trades: number;
  traders: number;
  /** Permille at which it opened; null where prices were even. */
  opening: readonly number[] | null;
}

/** What a trade would do. */
export interface QuoteView {
  /** As `survives:skt`. */
  event: string;
  side: 'buy' | 'sell';
  /** Bought or sold. */
  shares: number;
  /** Spent or received. */
  points: number;
  /** Points a share, rounded up. */
  averagePrice: number;
  priceBefore: number;
  priceAfter: number;
  /** What the shares pay where exactly these survive, likeliest first. */
  pays: { members: string[]; points: number }[];
  /** Prices of all options afterwards, in option order. */
  pricesAfter: readonly number[];
}

/** A row of the log of trades. */
export interface TradeView {
  seq: number;
  at: string;
  /** Null for a deleted account. */
  handle: string | null;
  isAuthor: boolean;
  isAdmin: boolean;
  event: string;
  /** Sold where negative. */
  shares: number;
  /** Spent where negative. */
  points: number;
  priceAfter: number;
}

/** What the reader has in a market. */
export interface MarketAccountView {
  balance: number;
  /** What everything is worth at the prices of now, in micro-points. */
  worth: number;
  holdings: { event: string; shares: number; worth: number }[];
  /** After the result; null before it. */
  settled: number | null;
  /** What everything is worth where exactly these survive, likeliest first. */
  outcomes: { members: string[]; worth: number }[];
}

/** A quote that a reader asks for, with what was typed. */
export interface AskedQuote {
  /** A sale where `shares` was sent. */
  side: QuoteView['side'];
  event: string;
  spend: string;
  shares: string;
  /** The sentence of what is wrong, by field. */
  errors: Record<string, string>;
  /** Null where something is wrong. */
  quote: QuoteView | null;
}

/** The form of a trade that was refused. */
export interface TradeForm {
  event: string;
  spend: string;
  shares: string;
  requestId: string;
  /** The sentence of what is wrong, by field. */
  errors: Record<string, string>;
}

/** A trade of the reader, as its receipt shows it. */
export interface OwnTradeView {
  event: string;
  shares: number;
  points: number;
  priceBefore: number;
  priceAfter: number;
}

/** What a spend on an option would do to its price. */
export interface DepthView {
  /** In points. */
  spend: number;
  priceAfter: number;
}

/** Prices of all options at an instant, in permille. */
export interface PricePointView {
  at: string;
  permille: readonly number[];
}

/** A market in JSON, in points a share: the body of `/api/v1/questions/[slug]/market` and of the live event `market`. */
export interface MarketJson {
  price: Record<string, number>;
  /** Likeliest first; in a live event not more than ten. */
  sets: { members: string[]; price: number }[];
  liquidity: number;
  makerLossAtMost: number;
  trades: number;
  version: number;
}

/** A trader on the board of markets. */
export interface TraderRow extends RankedRow {
  /** Gained over all settled markets, in micro-points. */
  points: number;
  markets: number;
}

/** Who gained most points over all settled markets. */
export interface MarketBoardView extends Pick<BoardView, 'ranked' | 'limit' | 'page' | 'pages' | 'pageRows'> {
  /** Markets that count. */
  settled: number;
  /** The first rows of the page. */
  rows: TraderRow[];
  /** The reader's row and the next ones above and below it that are not in `rows`. */
  near: TraderRow[];
  /** The author: shown, not ranked. */
  references: TraderRow[];
  mine: TraderRow | null;
}
