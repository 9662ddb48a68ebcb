// What-if boards, computed by a worker thread and cached for a second per set of assumptions.
import { limitConcurrency } from '../../platform/concurrency.ts';
import type { LogFollower } from '../../forecasts/log/follower.ts';
import type { LogUpdate, LogRow, StatusChange } from '../../forecasts/log/queries.ts';
import { Thread } from '../../platform/thread/thread.ts';
import { type Assumption, keyOf } from './assumption.ts';
import type { ComputedBoard } from './compute.ts';

/** A cached board is served for this long. */
const FRESH_MS = 1_000;
/** A cached board that is not requested for this long is dropped. */
const CACHED_MS = 60_000;
/** Most cached boards; one of a hundred thousand forecasters takes three megabytes. */
const MOST_CACHED = 50;
/** Queue limit; beyond it, 503. The worker takes all of them at once, because they share one catch-up. */
const MOST_AT_ONCE = 40;
/** With more new rows than this since the last job, the worker reads the whole log instead. */
const MOST_ROWS = 50_000;

interface Job {
  /** One board for each. */
  assumptions: readonly (readonly Assumption[])[];
  knownAt?: number;
  newcomersOnly?: boolean;
}

interface BoardOptions {
  /** Boards computed earlier are not served from the cache; ms since the epoch, by default a second ago. */
  since?: number;
  newcomersOnly?: boolean;
}

export interface WorkerJob extends Job {
  /** Updates since the last job; null when the worker must read the whole log. */
  update: LogUpdate | null;
}

type Log = Pick<LogFollower, 'listen' | 'poll'>;

interface CachedBoard {
  board: Promise<ComputedBoard | null>;
  at: number;
}

export class WhatIfBoards {
  readonly #thread: Thread<WorkerJob, (ComputedBoard | null)[]>;
  readonly #limit = limitConcurrency(MOST_AT_ONCE, 0);
  readonly #log: Log;
  /** Updates since the last job; null before the first job and after too many rows. */
  #update: { rows: LogRow[]; statuses: StatusChange[] } | null = null;
  readonly #cached = new Map<string, CachedBoard>();
  #isClosed = false;

  /**
   * @param file the worker's source, which plain Node runs
   * @param log the log follower of this process
   */
  constructor(file: string, databaseUrl: string, log: Log) {
    this.#thread = new Thread(file, { databaseUrl });
    this.#log = log;
    log.listen((update) => this.#collect(update));
  }

  /**
   * Boards under assumed results, one for each list of assumptions.
   *
   * @returns null for a board of which a question is no longer open
   * @throws BusyError when too many boards are being computed
   */
  boards(
    assumptions: readonly (readonly Assumption[])[],
    { since = Date.now() - FRESH_MS, newcomersOnly = false }: BoardOptions = {},
  ): Promise<(ComputedBoard | null)[]> {
    const now = Date.now();
    const cacheKeyOf = (each: readonly Assumption[]) => keyOf(each) + (newcomersOnly ? ' newcomers' : '');
    const isFresh = (key: string) => (this.#cached.get(key)?.at ?? 0) >= since;
    const wanted = new Map(assumptions.map((each) => [cacheKeyOf(each), each]));
    const stale = [...wanted].flatMap(([key, each]) => (isFresh(key) ? [] : [each]));
    if (stale.length > 0) {
      const answer = this.#ask({ assumptions: stale, newcomersOnly });
      for (const [i, each] of stale.entries()) {
        const key = cacheKeyOf(each);
        const cached = { board: answer.then((boards) => boards[i] ?? null), at: now };
        cached.board.catch(() => this.#cached.get(key) === cached && this.#cached.delete(key));
        this.#cached.delete(key);
        this.#cached.set(key, cached);
      }
    }
    const boards = assumptions.map((each) => this.#cached.get(cacheKeyOf(each))?.board ?? null);
    this.#forget();
    return Promise.all(boards);
  }

  /** The board with the result known at an instant; never cached. */
  async boardAt(assumptions: readonly Assumption[], knownAt: Date): Promise<ComputedBoard | null> {
    const [board = null] = await this.#ask({ assumptions: [assumptions], knownAt: knownAt.getTime() });
    return board;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread.end();
  }

  async #ask(job: Job): Promise<(ComputedBoard | null)[]> {
    if (this.#isClosed) throw new Error('the site is closing');
    return this.#limit(async () => {
      await this.#log.poll();
      const update = this.#update;
      this.#update = { rows: [], statuses: [] };
      return this.#thread.run({ ...job, update });
    });
  }

  #collect({ rows, statuses }: LogUpdate): void {
    if (!this.#update) return;
    for (const row of rows) this.#update.rows.push(row);
    this.#update.statuses.push(...statuses);
    if (this.#update.rows.length > MOST_ROWS) this.#update = null;
  }

  #forget(): void {
    const now = Date.now();
    for (const [key, { at }] of this.#cached) {
      if (now - at > CACHED_MS || this.#cached.size > MOST_CACHED) this.#cached.delete(key);
    }
  }
}
