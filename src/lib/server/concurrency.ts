import pLimit from 'p-limit';
import { BusyError } from './errors.ts';

/**
 * Runs at most `concurrency` calls at once, in the order in which they came, while at most `queue` others wait.
 * The function that it returns rejects with BusyError beyond that.
 */
export function limitConcurrency(concurrency: number, queue: number) {
  const limit = pLimit(concurrency);
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= concurrency + queue) throw new BusyError();
    return limit(work);
  };
}
