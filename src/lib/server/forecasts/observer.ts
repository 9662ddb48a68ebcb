/** Receives the outcome of each forecast and the size and times of each statement; must not throw. */
export interface ForecastObserver {
  /** @param error why it was refused; undefined for a forecast that got its receipt */
  settled(error?: unknown): void;
  /** @param waitedMs wait for the statement, of the forecast in it that waited longest */
  written(batch: { rows: number; waitedMs: number; tookMs: number }): void;
}

export const NO_OBSERVER: ForecastObserver = { settled: () => {}, written: () => {} };
