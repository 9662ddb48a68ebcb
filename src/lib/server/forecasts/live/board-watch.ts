// Leaderboards that open pages subscribe to: recomputed after a change, once for all subscribers of the same board.
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import { BusyError } from '../../platform/errors.ts';

/** Minimum interval between updates of the boards. */
const SEND_MS = 1_000;
/** Concurrency limit of recomputation, so that page loads do not queue behind all watched boards. */
const CONCURRENCY = 8;
/** Limit of different watched boards, because each is recomputed on every change. */
const MAX_WATCHED = 100;

/** A board that a page shows, and the function that loads its first rows. */
export interface WatchedBoard {
  /** Equal for pages that show the same board. */
  key: string;
  /** Null when the board no longer exists. */
  load: () => Promise<BoardUpdate | null>;
}

interface Watched {
  board: WatchedBoard;
  pages: number;
  /** Last message sent; an identical one is skipped. */
  sent: string;
}

export class BoardWatch {
  readonly #watched = new Map<string, Watched>();
  readonly #onError: (error: unknown) => void;
  #send: (key: string, message: string) => void = () => {};
  #isStale = false;
  #isSending = false;
  #isStopped = false;

  /** @param onError called when computing a board fails */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Starts sending updates. @returns a function that stops it */
  start(send: (key: string, message: string) => void): () => void {
    this.#send = send;
    const timer = setInterval(() => void this.#sendChanged(), SEND_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
      this.#isStopped = true;
    };
  }

  /** Number of different boards that pages watch. */
  get size(): number {
    return this.#watched.size;
  }

  /** Marks the boards as stale; they are recomputed with the next update. */
  markStale(): void {
    this.#isStale = true;
  }

  /** Whether the limit is reached and nobody watches this board yet. */
  isFull(key: string): boolean {
    return this.#watched.size >= MAX_WATCHED && !this.#watched.has(key);
  }

  /** Subscribes a page to a board. @returns a function that unsubscribes it */
  watch(board: WatchedBoard): () => void {
    const watched = this.#watched.get(board.key) ?? { board, pages: 0, sent: '' };
    this.#watched.set(board.key, watched);
    watched.pages += 1;
    // Send once at the start, so that changes between rendering the page and subscribing are not missed.
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
    for (let from = 0; from < all.length && !this.#isStopped; from += CONCURRENCY) {
      const sent = all.slice(from, from + CONCURRENCY).map((watched) => this.#sendOne(watched));
      for (const result of await Promise.allSettled(sent))
        if (result.status === 'rejected') this.#hasFailed(result.reason);
    }
    this.#isSending = false;
  }

  /** Marks the boards as stale for a retry, and reports the error unless it is a full queue. */
  #hasFailed(error: unknown): void {
    // Work that fails during shutdown is not reported.
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
