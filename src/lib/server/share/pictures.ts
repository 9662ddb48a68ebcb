// Share pictures: each drawn once by a worker thread and kept, few at a time, however many ask.
import { BusyError } from '../errors.ts';
import { Thread } from '../thread/thread.ts';
import { type Picture, pictureKey } from './picture.ts';
import { Semaphore } from './semaphore.ts';

/** A picture is some 50 KB. */
const MOST_KEPT = 100;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 30;
/** Whoever fetches a preview waits about five seconds. */
const LONGEST_WAIT_MS = 4_000;
/** Twenty times what one takes on a slow machine: the worker hangs. */
const LONGEST_DRAW_MS = 10_000;

/** Those of each app that is open in this process. */
const opened = new WeakMap<object, Pictures>();

/** The pictures of this app, from the first one that is asked for. */
export function picturesOf(app: { config: { pictureWorker: string } }): Pictures {
  const pictures = opened.get(app) ?? new Pictures(app.config.pictureWorker);
  opened.set(app, pictures);
  return pictures;
}

export class Pictures {
  readonly #thread: Thread<Picture, Uint8Array<ArrayBuffer>>;
  readonly #kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  readonly #turns = new Semaphore({
    atOnce: MOST_AT_ONCE,
    waiting: MOST_WAITING,
    longestMs: LONGEST_WAIT_MS,
    refused: () => new BusyError(),
  });

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string) {
    this.#thread = new Thread(file);
  }

  /** The picture as a PNG. @throws BusyError where too many others are drawn first */
  png(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
    const key = pictureKey(picture);
    const kept = this.#kept.get(key) ?? this.#turns.take(() => this.#draw(picture));
    kept.catch(() => this.#kept.get(key) === kept && this.#kept.delete(key));
    // The least recently asked for is first, and the first to go.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return kept;
  }

  async close(): Promise<void> {
    await this.#thread.end();
  }

  #draw(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
    const limit = setTimeout(() => void this.#thread.end(), LONGEST_DRAW_MS);
    return this.#thread.ask(picture).finally(() => clearTimeout(limit));
  }
}
