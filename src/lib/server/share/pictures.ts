// Cache of share pictures. A worker thread draws them, one at a time.
import { limitConcurrency } from '../concurrency.ts';
import { BusyError } from '../errors.ts';
import { Thread } from '../thread/thread.ts';
import { type Picture, pictureKey } from './picture.ts';

/** Pictures cached; one has some 50 KB. */
const MOST_KEPT = 100;
const MOST_WAITING = 30;
/** Clients that fetch a preview give up after about five seconds. */
const LONGEST_WAIT_MS = 4_000;
/** Twenty times what one takes on a slow machine: the worker hangs. */
const LONGEST_DRAW_MS = 10_000;

export class Pictures {
  readonly #thread: Thread<Picture, Uint8Array<ArrayBuffer>>;
  readonly #kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  readonly #limit = limitConcurrency(1, MOST_WAITING);

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string) {
    this.#thread = new Thread(file);
  }

  /** The picture as a PNG. @throws BusyError where too many others are drawn first, or for too long */
  png(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
    const key = pictureKey(picture);
    const kept = this.#kept.get(key) ?? this.#draw(picture);
    kept.catch(() => this.#kept.get(key) === kept && this.#kept.delete(key));
    // Least recently used first.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return kept;
  }

  close(): Promise<void> {
    return this.#thread.end();
  }

  #draw(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
    const askedAt = Date.now();
    return this.#limit(async () => {
      if (Date.now() - askedAt > LONGEST_WAIT_MS) throw new BusyError();
      return this.#thread.run(picture, AbortSignal.timeout(LONGEST_DRAW_MS));
    });
  }
}
