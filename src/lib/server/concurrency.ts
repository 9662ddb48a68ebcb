import pLimit from 'p-limit';
import { BusyError } from './errors.ts';

/** Calls of a limiter that run and that wait. */
export interface Load {
  running: number;
  waiting: number;
}

/**
 * Concurrency limiter: runs at most `concurrency` calls at once, first in, first out, with at most `queue` waiting.
 * Beyond that the returned function rejects with BusyError. Its `load` is that of now.
 */
export function limitConcurrency(concurrency: number, queue: number) {
  const limit = pLimit(concurrency);
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= concurrency + queue) throw new BusyError();
    return limit(work);
  };
  return Object.assign(run, { load: () => loadOf(limit) });
}

export function loadOf({ activeCount, pendingCount }: { activeCount: number; pendingCount: number }): Load {
  return { running: activeCount, waiting: pendingCount };
}
