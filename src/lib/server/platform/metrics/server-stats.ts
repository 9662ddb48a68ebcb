/** Counters of the web server of this process since its start, and two gauges. */
interface ServerStats {
  /** Reads answered from a stored response. */
  cacheHits: number;
  /** Reads that waited for the app, though their response can be stored. */
  cacheMisses: number;
  /** Gauge: stored responses. */
  cacheEntries: number;
  /** Gauge: upper bound of the memory that the stored responses take. */
  cacheBytes: number;
  /** Reads refused with 503 because too many were waiting for the app. */
  readsRefused: number;
}

const KEY = Symbol.for('final-two.server-stats');

/**
 * The counters of this process. The web server (`src/cli`) and the built app are separate bundles, each with a copy of this
 * module, so the object hangs on `globalThis`.
 */
export function serverStats(): ServerStats {
  const shared = globalThis as { [KEY]?: ServerStats };
  shared[KEY] ??= { cacheHits: 0, cacheMisses: 0, cacheEntries: 0, cacheBytes: 0, readsRefused: 0 };
  return shared[KEY];
}
