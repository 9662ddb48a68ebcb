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

function loadOf({ activeCount, pendingCount }: { activeCount: number; pendingCount: number }): Load {
  return { running: activeCount, waiting: pendingCount };
}

/**
 * Wraps work that must not run twice at a time. A call resolves with a run that began after it; calls made during a run
 * share the one run that follows. So nobody waits for more than two runs, however many call.
 */
export function singleFlight(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const run = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (next) return next;
    if (!running) return run();
    next = running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return run();
      });
    return next;
  };
}

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
