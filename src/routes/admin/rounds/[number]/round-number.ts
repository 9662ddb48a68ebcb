import { error } from '@sveltejs/kit';
import { NEW } from '#lib/server/contest/admin.ts';

/** The round number in an address; null for `new`. */
export function roundNumber({ number }: { number: string }): number | null {
  if (number === NEW) return null;
  if (!/^\d{1,3}$/.test(number)) error(404, { message: 'Not Found' });
  return Number(number);
}

/** @throws 404 where the address is not that of a round */
export function getRoundNumber(params: { number: string }): number {
  return roundNumber(params) ?? error(404, { message: 'Not Found' });
}
