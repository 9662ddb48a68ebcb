// Runs publishing and previews in a worker thread, including the whole transaction: reading a long log, scoring it and
// writing all scores would block the event loop for seconds.
import type { PreviewView } from '#lib/types/resolution.ts';
import { Thread } from '../thread/thread.ts';
import { shareProgress } from './progress.ts';
import type { Published } from './service.ts';
import type { Decision } from './version.ts';

/** Idle timeout after which the worker thread ends and frees its memory. */
const IDLE_MS = 60_000;

interface PublishJob {
  task: 'publish';
  accountId: number;
  slug: string;
  decision: Decision;
  expectedVersion: number;
  /** Where the worker says how far it is. */
  progress: SharedArrayBuffer;
}

interface PreviewJob {
  task: 'preview';
  accountId: number;
  slug: string;
  decision: Decision;
}

export type Job = PublishJob | PreviewJob;

export class Publisher {
  readonly #thread: Thread<Job, Published | PreviewView>;
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  /** @param file the worker's source, which plain Node runs */
  constructor(file: string, databaseUrl: string) {
    this.#thread = new Thread(file, { databaseUrl }, IDLE_MS);
  }

  /**
   * `publish` of the service, run in the worker; throws the same errors.
   *
   * @param progress shared memory that holds how far it is
   */
  publish(
    accountId: number,
    slug: string,
    decision: Decision,
    expectedVersion: number,
    progress = shareProgress(),
  ): Promise<Published> {
    return this.#run<Published>({ task: 'publish', accountId, slug, decision, expectedVersion, progress });
  }

  /** `preview` of the question with this slug, run in the worker. */
  preview(accountId: number, slug: string, decision: Decision): Promise<PreviewView> {
    return this.#run<PreviewView>({ task: 'preview', accountId, slug, decision });
  }

  /** Waits for running publications. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    await this.#thread.end();
  }

  /** The worker answers each job with the result of its task, `Result`. */
  #run<Result extends Published | PreviewView>(job: Job): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new Error('the site is closing'));
    const result = this.#thread.run(job) as Promise<Result>;
    this.#running.add(result);
    return result.finally(() => this.#running.delete(result));
  }
}
