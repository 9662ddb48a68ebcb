// Puts a component where its place is: as markup on the server, alive in the browser as soon as it is seen.

import { hydrate, mount, unmount, type Component } from 'svelte';
import { fetchPart, knownPart, type LoadPart } from './parts.ts';

type Props = Record<string, unknown>;
type Contexts = Map<unknown, unknown>;

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

/**
 * Makes a part live: at once where the server has written nothing, else when it comes into view.
 *
 * @param read the props as they are now; read again whenever they change
 */
export function enliven(place: Element, load: LoadPart, read: () => Props, context: Contexts): Enlivened {
  const isWritten = place.firstChild !== null;
  let instance: object | undefined;
  let isGone = false;

  const start = (component: Component<Props>) => {
    if (isGone || instance) return;
    const options = { target: place, props: following(read), context };
    if (!isWritten) instance = mount(component, options);
    else keepSelection(place, () => (instance = hydrate(component, options)));
  };
  // Without a network all stays as it is until there is one again.
  const retry = () => addEventListener('online', wake, { once: true });
  const wake = () => void (instance ?? fetchPart(load).then(start, retry));

  const seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) wake();
  });
  const component = knownPart(load);
  if (component) start(component);
  else if (isWritten) seen.observe(place);
  else wake();

  const end = () => {
    isGone = true;
    removeEventListener('online', wake);
    seen.disconnect();
    if (instance) void unmount(instance);
  };
  return { wake, end };
}

/** Hydrating sets the values of fields anew, which would take the reader's caret to the end of the one he writes in. */
function keepSelection(place: Element, hydrateIt: () => void): void {
  const field = document.activeElement;
  const kept =
    field instanceof HTMLInputElement && place.contains(field) && field.selectionStart !== null
      ? ([field.selectionStart, field.selectionEnd] as const)
      : null;
  hydrateIt();
  if (kept) queueMicrotask(() => (field as HTMLInputElement).setSelectionRange(...kept));
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
