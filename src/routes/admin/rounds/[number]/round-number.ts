import { error } from '@sveltejs/kit';

/** The round number in an address. */
export function roundNumber(params: { number: string }): number {
  if (!/^\d{1,3}$/.test(params.number)) error(404, { message: 'Not Found' });
  return Number(params.number);
}
