/**
 * The state of a forecast form: what a page fills it with, and what an answer of 400 gives back so that
 * nothing typed is lost. Values are strings exactly as typed.
 */

/** Why a field was refused. `limit` and `got` are permille where the sentence needs numbers. */
export type FaultCode =
  | 'missing'
  | 'not-a-number'
  | 'out-of-range'
  | 'duplicate'
  | 'unknown-option'
  | 'wrong-sum'
  | 'wrong-count'
  | 'confidence-below-even'
  | 'bad-request-id'
  | 'request-id-taken'
  | 'question-closed'
  | 'question-not-open'
  | 'nothing-to-withdraw'
  | 'too-many-requests';

export interface Fault {
  /** `p.<option-slug>`, `pick`, `confidence`, `requestId`, or `sum` for the whole. */
  field: string;
  code: FaultCode;
  got?: number;
  limit?: number;
}

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
  faults: Fault[];
  /** Set once `?/balance` filled `percent` with a sum that holds. */
  balanced: boolean;
  /** The older edition whose numbers `percent` offers as a draft; nothing is stored until the reader saves it. */
  carriedFrom?: string;
}
