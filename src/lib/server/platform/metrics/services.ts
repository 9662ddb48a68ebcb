import { Counter, Gauge, type Registry } from 'prom-client';
import { serverStats } from './server-stats.ts';
import { counter, gauge } from './instruments.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load } from '../concurrency.ts';

/** Reads that the web server answers from stored responses, or refuses. */
function watchReads(registry: Registry): void {
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

// The numbers that services hold anyway, read with each scrape.

/** A scrape does not wait for a database that is overloaded. */
const DATABASE_WAIT_MS = 1_000;

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** What is read of the app. */
export interface Services {
  forecasts: { waiting: number };
  keeper: {
    sincePollMs: number;
    log: { highest: number; rowsRead: number; gaps: number; oldestGapAt: Date | null };
  };
  live: { size: number; watchedBoards: number };
  mail: { counts: Readonly<Record<string, number>>; countWaiting(): Promise<number> };
  /** Connections of requests to the primary. */
  pool: Pool;
  reads: { replica: { pool: Pool; isUsed: boolean } | null };
  pictures: { load: Load };
  hashingLoad: () => Load;
}

export function watchServices(registry: Registry, services: Services): void {
  watchLog(registry, services);
  watchStreams(registry, services);
  watchPools(registry, services);
  watchMail(registry, services);
  watchQueues(registry, services);
  watchReads(registry);
}

function watchLog(registry: Registry, { forecasts, keeper }: Services): void {
  const { log } = keeper;
  gauge(registry, 'forecasts_waiting', 'Forecasts that wait for a statement.', () => forecasts.waiting);
  gauge(registry, 'forecast_log_seq', 'Highest seq of the forecast log that was read.', () => log.highest);
  gauge(registry, 'forecast_log_gaps', 'Skipped seqs whose row may still commit.', () => log.gaps);
  gauge(
    registry,
    'forecast_log_oldest_gap_seconds',
    'How long the oldest gap has been open; 0 without one.',
    () => (log.oldestGapAt ? (Date.now() - log.oldestGapAt.getTime()) / 1000 : 0),
  );
  gauge(
    registry,
    'forecast_log_lag_seconds',
    'Time since the log was last read to its end.',
    () => keeper.sincePollMs / 1000,
  );
  counter(registry, 'forecast_log_rows_read_total', 'Rows of the log that were read.', () => log.rowsRead);
}

function watchStreams(registry: Registry, { live }: Services): void {
  gauge(registry, 'live_streams', 'Open event streams.', () => live.size);
  gauge(registry, 'live_boards', 'Different boards that open pages watch.', () => live.watchedBoards);
}

function watchPools(registry: Registry, { pool, reads }: Services): void {
  const help = 'Connections to PostgreSQL by pool and state; `waiting` are queries without one.';
  const labelNames = ['pool', 'state'];
  new Gauge({
    name: 'postgres_pool_connections',
    help,
    labelNames,
    registers: [registry],
    collect() {
      const pools = { primary: pool, ...(reads.replica && { replica: reads.replica.pool }) };
      for (const [name, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool: name, state: 'busy' }, totalCount - idleCount);
        this.set({ pool: name, state: 'idle' }, idleCount);
        this.set({ pool: name, state: 'waiting' }, waitingCount);
      }
    },
  });
  const isUsed = () => Number(reads.replica?.isUsed ?? false);
  gauge(registry, 'replica_used', 'Whether visitors read from the replica: 1 or 0.', isUsed);
}

function watchMail(registry: Registry, { mail }: Services): void {
  new Counter({
    name: 'mails_total',
    help: 'Attempts to send a letter by outcome: `failed` is tried again.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(mail.counts)) this.inc({ outcome }, count);
    },
  });
  new Gauge({
    name: 'mails_waiting',
    help: 'Letters in the outbox of all processes, counted every half minute. Absent while the database is away.',
    registers: [registry],
    async collect() {
      const waiting = await Promise.race([
        mail.countWaiting().catch(() => null),
        sleep(DATABASE_WAIT_MS, null, { ref: false }),
      ]);
      if (waiting === null) this.remove();
      else this.set(waiting);
    },
  });
}

function watchQueues(registry: Registry, { pictures, hashingLoad }: Services): void {
  new Gauge({
    name: 'work_queue',
    help: 'Password hashes and share pictures that run and that wait.',
    labelNames: ['work', 'state'],
    registers: [registry],
    collect() {
      for (const [work, load] of [
        ['password_hash', hashingLoad()],
        ['picture', pictures.load],
      ] as const) {
        this.set({ work, state: 'running' }, load.running);
        this.set({ work, state: 'waiting' }, load.waiting);
      }
    },
  });
}
