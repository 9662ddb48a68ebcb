// Metrics for Prometheus: one registry per app. Services know nothing of it: their numbers are read when `/metrics` is.
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ForecastObserver } from '../forecasts/observer.ts';
import { observeForecasts } from './forecasts.ts';
import { countRequests } from './requests.ts';
import { type Services, watchServices } from './services.ts';

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
