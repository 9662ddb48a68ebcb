// Amounts as people and programs write them: plain ASCII digits with a point. In go texts, out come whole millionths.
import { MICRO } from '#lib/domain/micro.ts';
import type { MarketEvent } from '#lib/domain/market-event.ts';

const POINTS = /^\d{1,7}(?:\.\d{1,2})?$/;
const SHARES = /^\d{1,9}(?:\.\d{1,6})?$/;
const PRICE = /^\d{1,3}(?:\.\d{1,6})?$/;

/** Points with at most two decimals; null where it is no such number. */
export function parsePoints(text: string): number | null {
  return parse(text, POINTS);
}

/** Shares with at most six decimals; null where it is no such number. */
export function parseShares(text: string): number | null {
  return parse(text, SHARES);
}

/** Points a share with at most six decimals; null where it is no such number. */
export function parsePrice(text: string): number | null {
  return parse(text, PRICE);
}

/** `seq` of a trade; null where it is no such number. */
export function parseSeq(text: string | null): number | null {
  return /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null;
}

function parse(text: string, shape: RegExp): number | null {
  if (!shape.test(text)) return null;
  const [whole = '', decimals = ''] = text.split('.');
  return Number(whole) * MICRO + Number(decimals.padEnd(6, '0'));
}

// What a share pays on, as addresses, forms and the log have it: `survives:skt`, `drops:skt`, `set:skt,upstage`.

/**
 * The event that a text names, or null where it is none of a market with these options and seats. A set is named in any
 * order; a set of one is its company.
 *
 * @param options slugs in option order
 */
export function parseEvent(text: string, options: readonly string[], seats: number): MarketEvent | null {
  const [kind, named = '', ...rest] = text.split(':');
  const members = named.split(',').map((slug) => options.indexOf(slug));
  const isKnown = rest.length === 0 && !members.includes(-1) && new Set(members).size === members.length;
  const [first = -1] = members;
  if (!isKnown) return null;
  if (kind === 'survives' && members.length === 1) return { survives: first };
  if (kind === 'drops' && members.length === 1) return { drops: first };
  if (kind !== 'set' || members.length > seats) return null;
  return members.length === 1 ? { survives: first } : { set: members.toSorted((a, b) => a - b) };
}

/** @param options slugs in option order */
export function eventText(event: MarketEvent, options: readonly string[]): string {
  if ('survives' in event) return `survives:${options[event.survives]}`;
  if ('drops' in event) return `drops:${options[event.drops]}`;
  return `set:${event.set.map((i) => options[i]).join()}`;
}

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
