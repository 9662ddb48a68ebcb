// Errors between threads. A structured clone keeps neither the class of an error nor its own fields, so both travel as
// plain data and are put back together on the other side.
import * as appErrors from '../errors.ts';
import { move, Piscina, transferableSymbol, valueSymbol } from 'piscina';

interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Own fields that can be cloned: an error of the database may hold more. */
  fields: Record<string, unknown>;
}

function pack(error: unknown): SentError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { name, message, stack } = thrown;
  const cloneable = Object.entries(thrown).filter(([, value]) => isCloneable(value));
  return { name, message, stack, fields: Object.fromEntries(cloneable) };
}

function isCloneable(value: unknown): boolean {
  return typeof value === 'object' ? value === null || value instanceof Date : typeof value !== 'function';
}

/** The error that was thrown, of its own class where that is an `AppError`. */
function unpack({ name, message, stack, fields }: SentError): Error {
  const kind = Object.entries(appErrors).find(([each]) => each === name)?.[1] ?? Error;
  return Object.assign(Object.create(kind.prototype as object) as Error, { ...fields, name, message, stack });
}

// The worker's side of a thread: its file exports `serve(work)` under the name `handle`.

export type WorkerResponse<Result> = { result: Result } | { error: SentError };

/** @param buffersOf what of a result is transferred, not copied */
export function serve<Job, Result>(
  work: (job: Job) => Promise<Result>,
  buffersOf: (result: Result) => ArrayBuffer[] = () => [],
): (job: Job) => Promise<unknown> {
  return async (job) => {
    try {
      const result = await work(job);
      return move({ [valueSymbol]: { result }, [transferableSymbol]: buffersOf(result) });
    } catch (error) {
      return { error: pack(error) } satisfies WorkerResponse<Result>;
    }
  };
}

// A worker thread for work that would block every request. It starts with the first job, and again after it has ended.

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
