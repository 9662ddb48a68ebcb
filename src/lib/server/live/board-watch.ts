// The boards that open pages show: worked out again when something has changed, once for all who look at one.
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import { BusyError } from '../errors.ts';

/** A board that many look at is sent at most this often. */
const SEND_MS = 1_000;
/** So many are worked out at a time, so that whoever opens a page need not wait for all that others watch. */
const AT_ONCE = 8;
/** So many different boards can be watched; each is worked out with every change. */
const MOST_WATCHED = 100;

/** A board that a page shows, with how its first rows are got. */
export interface WatchedBoard {
  /** One for all pages that show the same. */
  key: string;
  /** Null where the board is not there any more. */
  load: () => Promise<BoardUpdate | null>;
}

interface Watched {
  board: WatchedBoard;
  pages: number;
  /** What was sent last: the same is not sent again. */
  sent: string;
}

export class BoardWatch {
  readonly #watched = new Map<string, Watched>();
  readonly #onError: (error: unknown) => void;
  #send: (key: string, message: string) => void = () => {};
  #isStale = false;
  #isSending = false;
  #isStopped = false;

  /** @param onError hears when a board cannot be worked out */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** @returns how to stop */
  start(send: (key: string, message: string) => void): () => void {
    this.#send = send;
    const timer = setInterval(() => void this.#sendChanged(), SEND_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
      this.#isStopped = true;
    };
  }

  /** Something happened that may change boards. */
  hasChanged(): void {
    this.#isStale = true;
  }

  /** Whether there is no place for one more board that nobody watches yet. */
  isFull(key: string): boolean {
    return this.#watched.size >= MOST_WATCHED && !this.#watched.has(key);
  }

  /** A page shows this board from now on. @returns how to stop */
  watch(board: WatchedBoard): () => void {
    const watched = this.#watched.get(board.key) ?? { board, pages: 0, sent: '' };
    this.#watched.set(board.key, watched);
    watched.pages += 1;
    // What happened between the page's making and its watching must not be missed.
    this.#isStale = true;
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      watched.pages -= 1;
      if (watched.pages === 0) this.#watched.delete(board.key);
    };
  }

  async #sendChanged(): Promise<void> {
    if (!this.#isStale || this.#isSending) return;
    this.#isStale = false;
    this.#isSending = true;
    const all = [...this.#watched.values()];
    for (let from = 0; from < all.length && !this.#isStopped; from += AT_ONCE) {
      const sent = all.slice(from, from + AT_ONCE).map((watched) => this.#sendOne(watched));
      for (const result of await Promise.allSettled(sent))
        if (result.status === 'rejected') this.#hasFailed(result.reason);
    }
    this.#isSending = false;
  }

  /** It is tried again; that others were first is no fault. */
  #hasFailed(error: unknown): void {
    // What is being worked out when the site closes fails, and nobody waits for it.
    if (this.#isStopped) return;
    this.#isStale = true;
    if (!(error instanceof BusyError)) this.#onError(error);
  }

  async #sendOne(watched: Watched): Promise<void> {
    const update = await watched.board.load();
    const data = JSON.stringify(update);
    if (data === watched.sent) return;
    watched.sent = data;
    this.#send(watched.board.key, `event: leaderboard\ndata: ${data}\n\n`);
  }
}
