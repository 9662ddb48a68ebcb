// What a reader does with a part before its code is there is not lost.

/**
 * A button that is pressed while the code is on its way is pressed again once it is there. Where the code cannot come,
 * the press does what it does without scripts; without a network it waits for one.
 *
 * @param fetchIt makes the part live; fails where its code cannot be fetched
 */
export function keepPresses(place: Element, fetchIt: () => Promise<void>): () => void {
  let isOver = false;
  const stop = () => {
    isOver = true;
    place.removeEventListener('click', keep, { capture: true });
  };
  const keep = (event: Event) => {
    const button = (event.target as Element).closest('button');
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    const press = () => {
      stop();
      button.click();
    };
    const fetchAgain = () => void (isOver || fetchIt().then(press, pressWithout));
    const pressWithout = () => {
      if (navigator.onLine) press();
      else addEventListener('online', fetchAgain, { once: true });
    };
    fetchIt().then(press, pressWithout);
  };
  place.addEventListener('click', keep, { capture: true });
  return stop;
}

/** Hydrating sets the values of fields anew, which would take the reader's caret to the end of the one he writes in. */
export function keepSelection(place: Element, hydrateIt: () => void): void {
  const field = document.activeElement;
  const kept =
    field instanceof HTMLInputElement && place.contains(field) && field.selectionStart !== null
      ? ([field.selectionStart, field.selectionEnd] as const)
      : null;
  hydrateIt();
  if (kept) queueMicrotask(() => (field as HTMLInputElement).setSelectionRange(...kept));
}
