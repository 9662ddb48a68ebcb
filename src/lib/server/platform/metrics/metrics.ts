import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { AppError } from '../errors.ts';
import { countRequests } from './requests.ts';
import { type Services, watchServices } from './services.ts';

/** Receives the outcome of each forecast and the size and times of each statement; must not throw. */
export interface ForecastObserver {
  /** @param error why it was refused; undefined for a forecast that got its receipt */
  settled(error?: unknown): void;
  /** @param waitedMs wait for the statement, of the forecast in it that waited longest */
  written(batch: { rows: number; waitedMs: number; tookMs: number }): void;
}

export const NO_OBSERVER: ForecastObserver = { settled: () => {}, written: () => {} };

// What becomes of forecasts on their way through the batches.

function observeForecasts(registry: Registry): ForecastObserver {
  const registers = [registry];
  const forecasts = new Counter({
    name: 'forecasts_total',
    help: 'Forecasts by outcome: accepted, or the code of the refusal.',
    labelNames: ['outcome'],
    registers,
  });
  const rows = new Histogram({
    name: 'forecast_batch_rows',
    help: 'Forecasts written by one statement.',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  });
  const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
  const waited = new Histogram({
    name: 'forecast_batch_wait_seconds',
    help: 'Wait for a statement, of the forecast in it that waited longest.',
    buckets,
    registers,
  });
  const took = new Histogram({
    name: 'forecast_batch_duration_seconds',
    help: 'Duration of the statements that write forecasts, with their commit.',
    buckets,
    registers,
  });
  forecasts.inc({ outcome: 'accepted' }, 0);
  return {
    settled: (error) => forecasts.inc({ outcome: outcomeOf(error) }),
    written(batch) {
      rows.observe(batch.rows);
      waited.observe(batch.waitedMs / 1000);
      took.observe(batch.tookMs / 1000);
    },
  };
}

function outcomeOf(error: unknown): string {
  if (error === undefined) return 'accepted';
  return error instanceof AppError ? error.code : 'error';
}

// Metrics for Prometheus: one registry per app. Services know nothing of it: their numbers are read when `/metrics` is.

export class Metrics {
  readonly #registry = new Registry();
  readonly #stopCounting: () => void;
  /** For the batches of forecasts. */
  readonly forecasts: ForecastObserver;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    this.#stopCounting = countRequests(this.#registry);
    this.forecasts = observeForecasts(this.#registry);
  }

  /** Adds the numbers of these services. */
  watch(services: Services): void {
    watchServices(this.#registry, services);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    this.#stopCounting();
  }
}
