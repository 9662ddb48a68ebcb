// What a share pays on, as addresses, forms and the log have it: `survives:skt`, `drops:skt`, `set:skt,upstage`.
import type { MarketEvent } from '#lib/domain/market-event.ts';

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
