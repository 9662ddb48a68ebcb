// Runs publishing and previews in a worker thread, including the whole transaction: reading a long log, scoring it and
// writing all scores would block the event loop for seconds.
import type { AnnouncementChangesView } from '#lib/types/announcement.ts';
import type { PreviewView } from '#lib/types/resolution.ts';
import type { Plan } from '../announcements/plan.ts';
import { Thread } from '../../platform/thread/thread.ts';
import { shareProgress } from './publication-queries.ts';
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

interface AnnounceJob {
  task: 'announce';
  by: Announcer;
  plan: Plan;
  progress: SharedArrayBuffer;
}

interface PreviewAllJob {
  task: 'preview-all';
  decisions: { slug: string; decision: Decision }[];
  closings: string[];
}

export type Job = PublishJob | PreviewJob | AnnounceJob | PreviewAllJob;
type Result = Published | PreviewView | Published[] | AnnouncementChangesView;

/** The admin who publishes an announcement. */
export interface Announcer {
  accountId: number;
  /** Id of the newest audit event when the page was loaded. */
  expectedVersion?: number;
}

export class Publisher {
  readonly #thread: Thread<Job, Result>;
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

  /** `publish` of announcements, run in the worker. */
  announce(by: Announcer, plan: Plan, progress = shareProgress()): Promise<Published[]> {
    return this.#run<Published[]>({ task: 'announce', by, plan, progress });
  }

  /** `previewAll`, run in the worker. */
  previewAll(
    decisions: { slug: string; decision: Decision }[],
    closings: string[],
  ): Promise<AnnouncementChangesView> {
    return this.#run<AnnouncementChangesView>({ task: 'preview-all', decisions, closings });
  }

  /** Waits for running publications. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    await this.#thread.end();
  }

  /** The worker answers each job with the result of its task, `R`. */
  #run<R extends Result>(job: Job): Promise<R> {
    if (this.#isClosed) return Promise.reject(new Error('the site is closing'));
    const result = this.#thread.run(job) as Promise<R>;
    this.#running.add(result);
    return result.finally(() => this.#running.delete(result));
  }
}
