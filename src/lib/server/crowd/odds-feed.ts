import type { CrowdView } from '#lib/types/question.ts';
import type { CachedQuestion } from './cached-question.ts';
import type { TimedField } from './timed-field.ts';

/** Minimum interval between sends. */
const SEND_MS = 500;

export type OddsListener = (field: TimedField, crowd: CrowdView) => void;

/** Sends changed odds to listeners, at most twice a second. */
export class OddsFeed {
  readonly #listeners = new Set<OddsListener>();
  #sentAt = 0;

  listen(listener: OddsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends odds that changed since the last send, unless that was less than half a second ago. */
  send(all: readonly CachedQuestion[]): void {
    if (Date.now() - this.#sentAt < SEND_MS) return;
    const unsent = all.filter((cached) => cached.isUnsent);
    if (unsent.length === 0) return;
    this.#sentAt = Date.now();
    for (const cached of unsent) {
      cached.isUnsent = false;
      const crowd = cached.crowd();
      for (const listener of this.#listeners) listener(cached.field, crowd);
    }
  }
}
