// Publishing and previewing in a thread of its own, the whole transaction as it is: reading a long log, scoring it and
// writing what everybody earned would keep every reader waiting for seconds.
import type { PreviewView } from '#lib/types/resolution.ts';
import { Thread } from '../thread/thread.ts';
import type { Decision, Published } from './service.ts';

/** Without a job for so long, the thread ends and frees its memory. */
const IDLE_MS = 60_000;

export interface PublishJob {
  task: 'publish';
  accountId: number;
  slug: string;
  decision: Decision;
  expectedVersion: number;
}

export interface PreviewJob {
  task: 'preview';
  account: { id: number; isAuthor: boolean };
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

  /** As `publish` of the service, with all that it throws. */
  publish(accountId: number, slug: string, decision: Decision, expectedVersion: number): Promise<Published> {
    return this.#ask({ task: 'publish', accountId, slug, decision, expectedVersion }) as Promise<Published>;
  }

  /** As `preview`, of the question of this slug. */
  preview(account: PreviewJob['account'], slug: string, decision: Decision): Promise<PreviewView> {
    const { id, isAuthor } = account;
    return this.#ask({ task: 'preview', account: { id, isAuthor }, slug, decision }) as Promise<PreviewView>;
  }

  /** Waits for what is being published. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    await this.#thread.end();
  }

  #ask(job: Job): Promise<Published | PreviewView> {
    if (this.#isClosed) return Promise.reject(new Error('the site is closing'));
    const result = this.#thread.run(job);
    this.#running.add(result);
    return result.finally(() => this.#running.delete(result));
  }
}
