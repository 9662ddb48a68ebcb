// Puts a component where its place is: as markup on the server, alive in the browser when it is seen or touched.

import { hydrate, mount, unmount, type Component } from 'svelte';
import { fetchPart, knownPart, type LoadPart } from './parts.ts';
import { hasInput, keepPresses, keepSelection } from './kept.ts';

type Props = Record<string, unknown>;
type Contexts = Map<unknown, unknown>;

/** When a part that the server has written comes alive; every part does when it has to say something else. */
export type Until = 'seen' | 'touched';

// Imported like this, nothing of the renderer comes to the browser.
const server = import.meta.env.SSR ? await import('svelte/server') : null;

/** Markup of a part on the server, within the one element that is its place. Empty in the browser. */
export function placeOf(load: LoadPart, props: Props, context: Contexts, idPrefix: string): string {
  if (!server) return '<div></div>';
  const component = knownPart(load);
  if (!component) throw new Error('The parts of a page are fetched where its module is loaded.');
  return `<div>${server.render(component, { props, context, idPrefix }).body}</div>`;
}

export interface Enlivened {
  /** Makes it live now, seen or not. */
  wake: () => void;
  end: () => void;
}

const ANOTHER_TRY = ['online', 'visibilitychange'];

/**
 * Makes a part live: at once where the server has written nothing, else when it comes into view, or when a finger, the
 * focus or a pointer is on it.
 *
 * @param read the props as they are now; read again whenever they change
 */
export function enliven(
  place: Element,
  load: LoadPart,
  until: Until,
  read: () => Props,
  context: Contexts,
): Enlivened {
  const isWritten = place.firstChild !== null;
  let instance: object | undefined;
  let isGone = false;
  let coming: Promise<Component<Props> | null> | null = null;
  let stopWaiting = () => {};

  const start = (component: Component<Props>) => {
    if (isGone || instance) return;
    stopWaiting();
    const options = { target: place, props: following(read), context };
    if (!isWritten) instance = mount(component, options);
    else keepSelection(place, () => (instance = hydrate(component, options)));
  };
  /** @returns false where its code cannot be fetched; may be tried again */
  const bring = async (): Promise<boolean> => {
    coming ??= fetchPart(load).catch(() => null);
    const component = await coming;
    coming = null;
    if (component) start(component);
    return component !== null;
  };
  const wake = async () => {
    if (instance || isGone || (await bring())) return;
    // Without a network all stays as it is until there is one again, or the reader comes back to the page.
    for (const sign of ANOTHER_TRY) addEventListener(sign, wake, { once: true });
  };

  const component = knownPart(load);
  if (component) start(component);
  else if (!isWritten) void wake();
  else {
    const wait = until === 'seen' ? onSeen : onTouched;
    const stops = [keepPresses(place, bring), wait(place, () => void wake())];
    stopWaiting = () => stops.forEach((stop) => stop());
  }

  const end = () => {
    isGone = true;
    for (const sign of ANOTHER_TRY) removeEventListener(sign, wake);
    stopWaiting();
    if (instance) void unmount(instance);
  };
  return { wake: () => void wake(), end };
}

function onSeen(place: Element, wake: () => void): () => void {
  const seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) wake();
  });
  seen.observe(place);
  return () => seen.disconnect();
}

/** A mouse on its way, a finger, the focus, what fills fields by itself, and what a screen reader presses. */
const TOUCHES = ['pointerenter', 'pointerdown', 'focusin', 'input', 'click'];

function onTouched(place: Element, wake: () => void): () => void {
  for (const touch of TOUCHES) place.addEventListener(touch, wake);
  if (place.contains(document.activeElement) || hasInput(place)) wake();
  return () => {
    for (const touch of TOUCHES) place.removeEventListener(touch, wake);
  };
}

/** An object whose properties are those of the newest props: what reads one, follows it. */
function following(read: () => Props): Props {
  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.keys(read()).map((name) => [name, { enumerable: true, get: () => read()[name] }]),
    ),
  );
}
