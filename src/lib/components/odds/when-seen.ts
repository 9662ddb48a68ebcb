import type { Attachment } from 'svelte/attachments';

/** Calls `load` once its place has come into view; where that fails, again the next time that it does. */
export function whenSeen(load: () => Promise<unknown>): Attachment<Element> {
  return (place) => {
    const observer = new IntersectionObserver(async (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      await load().then(
        () => observer.disconnect(),
        () => undefined,
      );
    });
    observer.observe(place);
    return () => observer.disconnect();
  };
}
