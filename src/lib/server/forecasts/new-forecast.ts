/** A forecast that somebody places, or a withdrawal. */
export interface NewForecast {
  questionId: number;
  accountId: number;
  /** In option order; null withdraws. */
  permille: number[] | null;
  requestId: string;
}
