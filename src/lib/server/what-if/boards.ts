// What-if boards: kept for a moment for every assumption that is looked at, worked out by a worker thread.
import { Worker } from 'node:worker_threads';
import { BusyError } from '../errors.ts';
import { type Assumption, keyOf } from './assumption.ts';
import type { ComputedBoard } from './compute.ts';

/** A board is worked out anew at most this often, however many look at it. */
const FRESH_MS = 1_000;
/** Nobody has looked for so long: it is forgotten. */
const KEPT_MS = 60_000;
/** A board of a hundred thousand forecasters takes three megabytes. */
const MOST_KEPT = 50;
/** Whoever came after so many that are being worked out would wait too long: they had better come back. */
const MOST_WAITING = 40;

export interface Request {
  id: number;
  /** One board for each. */
  assumptions: readonly (readonly Assumption[])[];
  knownAt?: number;
}

export interface Answer {
  id: number;
  boards?: (ComputedBoard | null)[];
  error?: string;
}

interface Kept {
  board: Promise<ComputedBoard | null>;
  at: number;
}

interface Waiting {
  resolve: (boards: (ComputedBoard | null)[]) => void;
  reject: (error: Error) => void;
}

export class WhatIfBoards {
  readonly #file: string;
  readonly #databaseUrl: string;
  readonly #kept = new Map<string, Kept>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;
  #isClosed = false;

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string, databaseUrl: string) {
    this.#file = file;
    this.#databaseUrl = databaseUrl;
  }

  /**
   * The board under each of some assumed outcomes: with all that was committed a second ago, or by the time given.
   *
   * @param since ms since the epoch: whoever heard of a change must not get a board from before it
   * @returns null where a question is not open any more
   * @throws BusyError where too many others are worked out first
   */
  boards(
    assumptions: readonly (readonly Assumption[])[],
    since = Date.now() - FRESH_MS,
  ): Promise<(ComputedBoard | null)[]> {
    const now = Date.now();
    const isFresh = (key: string) => (this.#kept.get(key)?.at ?? 0) >= since;
    const wanted = new Map(assumptions.map((each) => [keyOf(each), each]));
    const stale = [...wanted].flatMap(([key, each]) => (isFresh(key) ? [] : [each]));
    if (stale.length > 0) {
      const answer = this.#ask({ assumptions: stale });
      for (const [i, each] of stale.entries()) {
        const key = keyOf(each);
        const kept = { board: answer.then((boards) => boards[i] ?? null), at: now };
        kept.board.catch(() => this.#kept.get(key) === kept && this.#kept.delete(key));
        this.#kept.delete(key);
        this.#kept.set(key, kept);
      }
    }
    const boards = assumptions.map((each) => this.#kept.get(keyOf(each))?.board ?? null);
    this.#forget();
    return Promise.all(boards);
  }

  /** The board as it would have been with the result known at an instant; worked out anew each time. */
  async boardAt(assumptions: readonly Assumption[], knownAt: Date): Promise<ComputedBoard | null> {
    const [board = null] = await this.#ask({ assumptions: [assumptions], knownAt: knownAt.getTime() });
    return board;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
    this.#failAll(new Error('the site is closing'));
  }

  #ask(request: Omit<Request, 'id'>): Promise<(ComputedBoard | null)[]> {
    if (this.#isClosed) return Promise.reject(new Error('the site is closing'));
    if (this.#waiting.size >= MOST_WAITING) return Promise.reject(new BusyError());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const worker = this.#start();
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id } satisfies Request);
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#file, { workerData: { databaseUrl: this.#databaseUrl } });
    worker.unref();
    worker.on('message', ({ id, boards = [], error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error));
      else waiting?.resolve(boards);
    });
    const end = (error: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll(error);
    };
    worker.on('error', end);
    worker.on('exit', () => end(new Error('the board’s worker has ended')));
    this.#worker = worker;
    return worker;
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #forget(): void {
    const now = Date.now();
    for (const [key, { at }] of this.#kept) {
      if (now - at > KEPT_MS || this.#kept.size > MOST_KEPT) this.#kept.delete(key);
    }
  }
}
