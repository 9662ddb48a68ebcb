/** What a page that moves by itself tells screen readers: the last of what happened, and not more often than they can bear. */

/** Screen readers are told of changes at most this often. */
const SAY_MS = 10_000;
/** What belongs to a change may come a moment after it. */
const SETTLE_MS = 1_000;

export class Announcer {
  said = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidAt = 0;

  /** @param say what to tell, asked only when it is told */
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

  /** Nothing more is told of what was. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.said = '';
  }
}
