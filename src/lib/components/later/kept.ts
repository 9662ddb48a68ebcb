// What a reader does with a part before its code is there is not lost.
import { tick } from 'svelte';

/** Whoever waits longer for the code had better have what the page does without it. */
const LONGEST_WAIT_MS = 8_000;

/**
 * A button that is pressed while the code is on its way is pressed again once the part is live, unless it says something
 * else by then, which the reader has not read. Where the code does not come, the press does what it does without scripts.
 *
 * @param bring makes the part live; false where its code cannot be fetched
 */
export function keepPresses(place: Element, bring: () => Promise<boolean>): () => void {
  const kept = new Set<Element>();
  const keep = async (event: Event) => {
    const button = (event.target as Element).closest('button');
    if (!button || actsByItself(button)) return;
    event.preventDefault();
    event.stopPropagation();
    if (kept.has(button)) return;
    kept.add(button);
    const label = button.textContent;
    button.setAttribute('aria-busy', 'true');
    await Promise.race([bring(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
    await tick();
    button.removeAttribute('aria-busy');
    stop();
    if (button.isConnected && button.textContent === label) button.click();
  };
  const stop = () => place.removeEventListener('click', keep, { capture: true });
  place.addEventListener('click', keep, { capture: true });
  return stop;
}

/** The browser opens what it opens, and Kit takes the forms that only ask for another page. */
function actsByItself(button: HTMLButtonElement): boolean {
  return button.hasAttribute('popovertarget') || (button.type === 'submit' && button.form?.method === 'get');
}

/** Whether a field of the place was ticked or typed in before: by the reader, or by the browser that came back to it. */
export function hasInput(place: Element): boolean {
  return [...place.querySelectorAll('input')].some(
    (field) => field.checked !== field.defaultChecked || field.value !== field.defaultValue,
  );
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
