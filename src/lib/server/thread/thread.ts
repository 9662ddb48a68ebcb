// A worker thread for work that would block every request. It starts with the first job, and again after it has ended.
import { Piscina } from 'piscina';
import { unpack } from './errors.ts';
import type { WorkerResponse } from './serve.ts';

/** Requests have limits of their own, before they get here. */
const MOST_AT_ONCE = Number.MAX_SAFE_INTEGER;

export class Thread<Job, Result> {
  readonly #file: string;
  readonly #pool: Piscina<Job, WorkerResponse<Result>>;

  /**
   * @param file the worker's source, which plain Node runs, in the built site as in tests
   * @param idleMs without a job for so long, the thread ends and frees its memory
   */
  constructor(file: string, workerData: unknown = null, idleMs = Infinity) {
    this.#file = file;
    this.#pool = new Piscina({
      minThreads: 0,
      maxThreads: 1,
      concurrentTasksPerWorker: MOST_AT_ONCE,
      idleTimeout: idleMs,
      // With atomics an idle worker blocks its event loop: it would not see that the database has closed a connection.
      atomics: 'disabled',
      workerData,
    });
    // A thread that dies fails its own jobs. Those that still wait for it would wait until the next job starts another.
    this.#pool.on('workerDestroy', () => setImmediate(() => this.#pool.queueSize > 0 && void this.end()));
    this.#pool.on('error', () => undefined);
  }

  /**
   * @param signal ends the thread where it aborts the job
   * @throws what the work threw, or that the thread has ended
   */
  async run(job: Job, signal?: AbortSignal): Promise<Result> {
    // The file is named for each job, not for the pool: one that cannot be loaded then fails the job.
    const options = { filename: this.#file, name: 'handle', ...(signal && { signal }) };
    const response = await this.#pool.run(job, options);
    if ('error' in response) throw unpack(response.error);
    return response.result;
  }

  /** Ends it at once: its jobs fail. */
  end(): Promise<void> {
    return this.#pool.destroy();
  }
}
