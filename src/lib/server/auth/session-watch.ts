// Closes the event streams of sessions that ended, in whichever process they ended.
import { listEndedSince } from './ended-queries.ts';
import type { Db } from '../db/connect.ts';
import { singleFlight } from '../single-flight.ts';

const POLL_MS = 400;

export class SessionWatch {
  readonly #db: Db;
  readonly #onError: (error: unknown) => void;
  #polledAt: Date | null = null;
  #isFailing = false;

  /** @param onError called when a poll fails, once until one succeeds */
  constructor(db: Db, onError: (error: unknown) => void) {
    this.#db = db;
    this.#onError = onError;
  }

  /**
   * Starts polling.
   *
   * @param isNeeded whether there is any stream to close
   * @param close gets the hash of the secret of each ended session, also repeatedly
   * @returns a function that stops it
   */
  start(isNeeded: () => boolean, close: (secretHashes: readonly string[]) => void): () => void {
    const poll = singleFlight(() => this.#poll(close));
    const timer = setInterval(() => {
      if (isNeeded()) void poll();
    }, POLL_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  async #poll(close: (secretHashes: readonly string[]) => void): Promise<void> {
    try {
      const { now, secretHashes } = await listEndedSince(this.#db, this.#polledAt);
      this.#polledAt = now;
      close(secretHashes);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#onError(error);
      this.#isFailing = true;
    }
  }
}
