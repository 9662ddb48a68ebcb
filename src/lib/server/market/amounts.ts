// Amounts as people and programs write them: plain ASCII digits with a point. In go texts, out come whole millionths.
import { MICRO } from '#lib/domain/micro.ts';

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
