/** Live region of a page that updates by itself: announces the latest change, at most once per interval. */

/** Minimum interval between two announcements. */
const SAY_MS = 10_000;
/** Delay before an announcement, so that related changes are part of it. */
const SETTLE_MS = 1_000;

export class Announcer {
  said = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidAt = 0;

  /** @param say builds the text at the moment of the announcement */
  soon(say: () => string): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#saidAt = Date.now();
        this.said = say();
      },
      Math.max(SETTLE_MS, this.#saidAt + SAY_MS - Date.now()),
    );
  }

  /** Drops a pending announcement. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.said = '';
  }
}
