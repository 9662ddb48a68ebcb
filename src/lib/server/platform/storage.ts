import type { StorageFullError } from './errors.ts';
import type { Log } from './log.ts';

/** How long the last failure counts: only the next write shows whether there is room again. */
const COUNTS_MS = 60_000;

/** Whether a write failed a moment ago because a disk is full. */
export interface Storage {
  reportFull(error: StorageFullError): void;
  isFull(): boolean;
}

export function watchStorage(log: Log, now: () => number = Date.now): Storage {
  let failedAt = -Infinity;
  const isFull = () => now() - failedAt < COUNTS_MS;
  return {
    isFull,
    reportFull(error) {
      // Once a minute, not with every request.
      if (!isFull()) log.error({ err: error }, 'nothing can be written: a disk is full');
      failedAt = now();
    },
  };
}
