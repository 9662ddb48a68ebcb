import { Counter, type Registry } from 'prom-client';
import { serverStats } from '../server-stats.ts';
import { counter, gauge } from './instruments.ts';

/** Reads that the web server answers from stored responses, or refuses. */
export function watchReads(registry: Registry): void {
  const stats = serverStats();
  new Counter({
    name: 'read_cache_total',
    help: 'Reads of visitors: `hit` from a stored response, `miss` after waiting for the app.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ outcome: 'hit' }, stats.cacheHits);
      this.inc({ outcome: 'miss' }, stats.cacheMisses);
    },
  });
  gauge(registry, 'read_cache_entries', 'Stored responses.', () => stats.cacheEntries);
  gauge(registry, 'read_cache_bytes', 'Memory of the stored responses, at most.', () => stats.cacheBytes);
  counter(registry, 'reads_refused_total', 'Reads refused because too many wait.', () => stats.readsRefused);
}
