import type { CrowdView } from '#lib/types/question.ts';
import type { KeptQuestion } from './kept-question.ts';
import type { Field } from './queries.ts';

/** Minimum interval between sends. */
const SEND_MS = 500;

export type OddsListener = (field: Field, crowd: CrowdView) => void;

/** Sends changed odds to listeners, at most twice a second. */
export class OddsFeed {
  readonly #listeners = new Set<OddsListener>();
  #sentAt = 0;

  listen(listener: OddsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends odds that changed since the last send, unless that was less than half a second ago. */
  send(all: readonly KeptQuestion[]): void {
    if (Date.now() - this.#sentAt < SEND_MS) return;
    const unsent = all.filter((kept) => kept.isUnsent);
    if (unsent.length === 0) return;
    this.#sentAt = Date.now();
    for (const kept of unsent) {
      kept.isUnsent = false;
      const crowd = kept.crowd();
      for (const listener of this.#listeners) listener(kept.field, crowd);
    }
  }
}
