// Cache of share pictures. A worker thread draws them, one at a time.
import { limitConcurrency, type Load } from '../../platform/concurrency.ts';
import { BusyError } from '../../platform/errors.ts';
import { Thread } from '../../platform/thread/thread.ts';
import { type Drawing, pictureKey } from './picture.ts';

/** Pictures cached; one has some 50 KB. */
const MAX_CACHED = 100;
const MAX_WAITING = 30;
/** An account has up to sixty cards: asked for at once they leave room for pictures of questions. */
const MAX_CARDS_AMONG = 8;
/** Clients that fetch a preview give up after about five seconds. */
const MAX_WAIT_MS = 4_000;
/** Twenty times what one takes on a slow machine: the worker hangs. */
const MAX_DRAW_MS = 10_000;

export class Pictures {
  readonly #thread: Thread<Drawing, Uint8Array<ArrayBuffer>>;
  readonly #cache = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  readonly #limit = limitConcurrency(1, MAX_WAITING);

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string) {
    this.#thread = new Thread(file);
  }

  /** The picture as a PNG. @throws BusyError where too many others are drawn first, or for too long */
  png(picture: Drawing): Promise<Uint8Array<ArrayBuffer>> {
    const key = pictureKey(picture);
    const png = this.#cache.get(key) ?? this.#draw(picture);
    png.catch(() => this.#cache.get(key) === png && this.#cache.delete(key));
    // Least recently used first.
    this.#cache.delete(key);
    this.#cache.set(key, png);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= MAX_CACHED) break;
      this.#cache.delete(oldest);
    }
    return png;
  }

  /** Pictures that are being drawn, and that wait for it. */
  get load(): Load {
    return this.#limit.load();
  }

  close(): Promise<void> {
    return this.#thread.end();
  }

  async #draw(picture: Drawing): Promise<Uint8Array<ArrayBuffer>> {
    if (picture.shape === 'card' && this.load.waiting >= MAX_CARDS_AMONG) throw new BusyError();
    const requestedAt = Date.now();
    return this.#limit(async () => {
      if (Date.now() - requestedAt > MAX_WAIT_MS) throw new BusyError();
      return this.#thread.run(picture, AbortSignal.timeout(MAX_DRAW_MS));
    });
  }
}
