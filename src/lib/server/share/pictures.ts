// Share pictures: each drawn once by a worker thread and kept, few at a time, however many ask.
import { Worker } from 'node:worker_threads';
import { BusyError } from '../errors.ts';
import { type Picture, pictureKey } from './picture.ts';
import { Turns } from './turns.ts';

/** A picture is some 50 KB. */
const MOST_KEPT = 100;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 30;
/** Whoever fetches a preview waits about five seconds. */
const LONGEST_WAIT_MS = 4_000;
/** Twenty times what one takes on a slow machine: the worker hangs. */
const LONGEST_DRAW_MS = 10_000;

export interface Request {
  id: number;
  picture: Picture;
}

export interface Answer {
  id: number;
  png?: Uint8Array;
  error?: string;
}

interface Drawing {
  resolve: (png: Uint8Array<ArrayBuffer>) => void;
  reject: (error: Error) => void;
}

/** Those of each app that is open in this process. */
const opened = new WeakMap<object, Pictures>();

/** The pictures of this app, from the first one that is asked for. */
export function picturesOf(app: { config: { pictureWorker: string } }): Pictures {
  const pictures = opened.get(app) ?? new Pictures(app.config.pictureWorker);
  opened.set(app, pictures);
  return pictures;
}

export class Pictures {
  readonly #file: string;
  readonly #kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  readonly #drawings = new Map<number, Drawing>();
  readonly #turns = new Turns({
    atOnce: MOST_AT_ONCE,
    waiting: MOST_WAITING,
    longestMs: LONGEST_WAIT_MS,
    refused: () => new BusyError(),
  });
  #worker: Worker | null = null;
  #lastId = 0;

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string) {
    this.#file = file;
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
    await this.#worker?.terminate();
  }

  #draw(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
    const id = ++this.#lastId;
    const worker = this.#start();
    const limit = setTimeout(() => void worker.terminate(), LONGEST_DRAW_MS);
    return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      this.#drawings.set(id, { resolve, reject });
      worker.postMessage({ id, picture } satisfies Request);
    }).finally(() => clearTimeout(limit));
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#file);
    // It never keeps the process alive.
    worker.unref();
    worker.on('message', ({ id, png, error }: Answer) => {
      const drawing = this.#drawings.get(id);
      this.#drawings.delete(id);
      if (png) drawing?.resolve(new Uint8Array(png));
      else drawing?.reject(new Error(error ?? 'The picture was not drawn.'));
    });
    const end = (error: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#drawings.values()) reject(error);
      this.#drawings.clear();
    };
    worker.on('error', end);
    worker.on('exit', () => end(new Error('the pictures’ worker has ended')));
    this.#worker = worker;
    return worker;
  }
}
