// What-if boards: computed by a worker thread and cached briefly for every assumption that is requested.
import { limitConcurrency } from '../concurrency.ts';
import type { LogFollower } from '../forecast-log/follower.ts';
import type { LogNews, LogRow, StatusChange } from '../forecast-log/news.ts';
import { Thread } from '../thread/thread.ts';
import { type Assumption, keyOf } from './assumption.ts';
import type { ComputedBoard } from './compute.ts';

/** Minimum interval between two computations of one board. */
const FRESH_MS = 1_000;
/** A board that was not requested for this long is dropped. */
const KEPT_MS = 60_000;
/** A board of a hundred thousand forecasters takes three megabytes. */
const MOST_KEPT = 50;
/** Queue limit; beyond it, 503. The thread takes them all at once: they share one reading of the log. */
const MOST_AT_ONCE = 40;

/** More rows than these since the last job: the worker reads the log again instead. */
const MOST_ROWS = 50_000;

interface Job {
  /** One board for each. */
  assumptions: readonly (readonly Assumption[])[];
  knownAt?: number;
}

export interface WorkerJob extends Job {
  /** What is new since the last job; null where the log must be read whole. */
  news: LogNews | null;
}

type Log = Pick<LogFollower, 'listen' | 'poll'>;

interface Kept {
  board: Promise<ComputedBoard | null>;
  at: number;
}

export class WhatIfBoards {
  readonly #thread: Thread<WorkerJob, (ComputedBoard | null)[]>;
  readonly #limit = limitConcurrency(MOST_AT_ONCE, 0);
  readonly #log: Log;
  /** What is new since the last job; null before the first, and where it became too much. */
  #news: { rows: LogRow[]; statuses: StatusChange[] } | null = null;
  readonly #kept = new Map<string, Kept>();
  #isClosed = false;

  /**
   * @param file the worker's source, which plain Node runs
   * @param log where forecasts come from
   */
  constructor(file: string, databaseUrl: string, log: Log) {
    this.#thread = new Thread(file, { databaseUrl });
    this.#log = log;
    log.listen((news) => this.#collect(news));
  }

  /**
   * The board under each of some assumed outcomes: with all that was committed a second ago, or by the time given.
   *
   * @param since ms since the epoch: the board holds everything committed by then
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

  /** The board as it would have been with the result known at an instant; computed each time. */
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
      const news = this.#news;
      this.#news = { rows: [], statuses: [] };
      return this.#thread.run({ ...job, news });
    });
  }

  #collect({ rows, statuses }: LogNews): void {
    if (!this.#news) return;
    for (const row of rows) this.#news.rows.push(row);
    this.#news.statuses.push(...statuses);
    if (this.#news.rows.length > MOST_ROWS) this.#news = null;
  }

  #forget(): void {
    const now = Date.now();
    for (const [key, { at }] of this.#kept) {
      if (now - at > KEPT_MS || this.#kept.size > MOST_KEPT) this.#kept.delete(key);
    }
  }
}
