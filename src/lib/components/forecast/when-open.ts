import type { Attachment } from 'svelte/attachments';

/** Calls `load` once the `<details>` around its place is open; where that fails, again the next time it is opened. */
export function whenOpen(load: () => Promise<unknown>): Attachment<Element> {
  return (place) => {
    const details = place.closest('details');
    const check = async () => {
      if (details?.open === false) return;
      await load().then(
        () => details?.removeEventListener('toggle', check),
        () => undefined,
      );
    };
    details?.addEventListener('toggle', check);
    void check();
    return () => details?.removeEventListener('toggle', check);
  };
}
