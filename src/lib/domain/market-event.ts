// Events that a market's shares pay on, tested on k-subsets that are bit masks of their members.

/** Event on which a share pays 1 point: a company survives, drops out, or all companies of a set survive. */
export type MarketEvent =
  { readonly survives: number } | { readonly drops: number } | { readonly set: readonly number[] };

/** An event comes true in the sets of which `members` are all that they have of `mask`. */
export interface EventTest {
  readonly mask: number;
  readonly members: number;
}

export function testOf(event: MarketEvent): EventTest {
  if ('drops' in event) return { mask: 1 << event.drops, members: 0 };
  const mask = 'survives' in event ? 1 << event.survives : maskOf(event.set);
  return { mask, members: mask };
}

/**
 * Whether an event comes true where exactly this k-subset survives.
 *
 * @param set bit mask of the survivors
 */
export function holdsIn(event: MarketEvent, set: number): boolean {
  const { mask, members } = testOf(event);
  return (set & mask) === members;
}

/** @throws RangeError when the event names no option of the market, one twice, or more than there are seats */
export function assertEvent(
  { options, seats }: { options: number; seats: number },
  event: MarketEvent,
): void {
  const named = 'set' in event ? event.set : ['survives' in event ? event.survives : event.drops];
  const known = named.every((i) => Number.isInteger(i) && i >= 0 && i < options);
  if (known && named.length >= 1 && named.length <= seats && new Set(named).size === named.length) return;
  throw new RangeError(`no such event in this market: [${named.join(', ')}]`);
}

/** Bit mask of distinct option indices below 31. */
export function maskOf(members: readonly number[]): number {
  return members.reduce((mask, i) => mask | (1 << i), 0);
}
