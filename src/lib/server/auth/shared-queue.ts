import pLimit from 'p-limit';
import { loadOf } from '../concurrency.ts';
import { BusyError } from '../errors.ts';

/**
 * Concurrency limiter that no single source of work can fill: at most `concurrency` calls run and `queue` wait; once the
 * queue is half full, a source that has a third of it or more gets no further place.
 *
 * @returns a function that rejects with BusyError where there is no place; its `load` is that of now
 */
export function createSharedQueue(concurrency: number, queue: number) {
  const limit = pLimit(concurrency);
  const share = Math.floor(queue / 3);
  const held = new Map<string, number>();

  function hasPlace(source: string): boolean {
    const waiting = limit.activeCount + limit.pendingCount - concurrency;
    if (waiting >= queue) return false;
    return waiting < queue / 2 || (held.get(source) ?? 0) < share;
  }

  const run = async <T>(source: string, work: () => Promise<T>): Promise<T> => {
    if (!hasPlace(source)) throw new BusyError();
    held.set(source, (held.get(source) ?? 0) + 1);
    try {
      return await limit(work);
    } finally {
      const left = (held.get(source) ?? 0) - 1;
      if (left > 0) held.set(source, left);
      else held.delete(source);
    }
  };
  return Object.assign(run, { load: () => loadOf(limit) });
}
