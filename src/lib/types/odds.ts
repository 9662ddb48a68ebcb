/** What pages show of odds and forecasts as they changed over time. Types alone; instants are ISO 8601 in UTC. */

/** The reader's forecast from `madeAt` until the next one; permille in option order, null where withdrawn. */
export interface ForecastStepView {
  madeAt: string;
  permille: number[] | null;
}

/** What has happened since the reader's last forecast on a question. */
export interface SinceView {
  /** The crowd odds as they stood then, in option order; null where there were none. */
  permille: readonly number[] | null;
  /** How many events came after it, of those that the question's page lists. */
  events: number;
}
