/**
 * Parts of a page whose code the browser fetches when they are touched or seen. The server renders them like everything
 * else; until then their markup stands as the server wrote it.
 */
import type { Component } from 'svelte';

type Props = Record<string, unknown>;

/** Fetches the code of a part; always the same function for the same part. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the props of any part, checked where it is placed
export type LoadPart<P extends Record<string, any> = any> = () => Promise<{ default: Component<P> }>;

const known = new WeakMap<LoadPart, Component<Props>>();

/** The component of a part whose code was fetched before. */
export const knownPart = (load: LoadPart): Component<Props> | undefined => known.get(load);

/** What is small, always there, and no module. */
const PROBE = '/favicon.svg';
let probing: Promise<unknown> | null = null;

const isSaidToBeOffline = () => globalThis.navigator?.onLine === false;

/**
 * A browser may remember that it could not fetch a module, until the page is loaded again: where it says that it has no
 * network, another file tells first whether that is so. @throws where it is
 */
async function findNetwork(): Promise<void> {
  probing ??= fetch(PROBE, { cache: 'no-store' }).finally(() => (probing = null));
  await probing;
}

/** The component of a part, its code fetched once. @throws where it cannot be fetched; may be tried again */
export async function fetchPart(load: LoadPart): Promise<Component<Props>> {
  let found = known.get(load);
  if (!found) {
    if (isSaidToBeOffline()) await findNetwork();
    found = (await load()).default as Component<Props>;
  }
  known.set(load, found);
  return found;
}

const lists: { parts: LoadPart[]; routes: readonly string[] }[] = [];

/** Says which parts the pages of these routes have. */
export function nameParts(parts: Record<string, LoadPart>, ...routes: string[]): void {
  lists.push({ parts: Object.values(parts), routes });
}

/**
 * Before the page of a route is shown that the server has not written: with its parts there, nothing moves once it
 * stands, and an address into its middle leads there. Never fails: a part that cannot be fetched comes later.
 */
export async function fetchFor(route: string | null): Promise<void> {
  const wanted = lists.filter(({ routes }) => route !== null && routes.includes(route));
  await Promise.allSettled(wanted.flatMap(({ parts }) => parts).map(fetchPart));
}

/** To be awaited on the server where a list of parts is made: it renders without waiting. */
export async function fetchAll(parts: Record<string, LoadPart>): Promise<void> {
  await Promise.all(Object.values(parts).map(fetchPart));
}
