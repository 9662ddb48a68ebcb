/**
 * The state of a forecast form: what a page fills it with, and what an answer of 400 gives back so that
 * nothing typed is lost. Values are strings exactly as typed.
 */

export interface ForecastForm {
  mode: 'picks' | 'numbers';
  /** A fresh UUID for each form; the server accepts each once. */
  requestId: string;
  /** Option slugs. */
  picks: string[];
  /** Percent, as typed; empty where the preset applies. */
  confidence: string;
  /** Percent by option slug, as typed. */
  percent: Record<string, string>;
  /**
   * A sentence beside each field: `p.<option-slug>`, `pick`, `confidence`, or `sum`; else of the whole, under `form` or
   * `requestId`.
   */
  errors: Record<string, string>;
  /** Set once `?/balance` filled `percent` with a sum that holds. */
  balanced: boolean;
  /**
   * Instant of the standing forecast that the form was filled from, ISO 8601; empty where none stood, null where a later one
   * may be replaced unseen.
   */
  basedOn: string | null;
  /** The forecast, permille in option order, that was saved elsewhere since `basedOn` was shown; the reader chooses. */
  changed?: readonly number[];
  /** The older edition whose numbers `percent` offers as a draft; nothing is stored until the reader saves it. */
  carriedFrom?: string;
}
