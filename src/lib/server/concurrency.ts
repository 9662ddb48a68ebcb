import pLimit from 'p-limit';
import { BusyError } from './errors.ts';

/**
 * Concurrency limiter: runs at most `concurrency` calls at once, first in, first out, with at most `queue` waiting.
 * Beyond that the returned function rejects with BusyError.
 */
export function limitConcurrency(concurrency: number, queue: number) {
  const limit = pLimit(concurrency);
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= concurrency + queue) throw new BusyError();
    return limit(work);
  };
}
