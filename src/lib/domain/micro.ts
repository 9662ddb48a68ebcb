// Scores as they are stored and summed: whole millionths, so that sums are exact and ties are exact.

import type { Scores } from './account-totals.ts';

/** Micro-points per point, millionths per whole. */
export const MICRO = 1_000_000;

/** To the nearest whole millionth. */
export function toMicro(value: number): number {
  return Math.round(value * MICRO);
}

/** Scores of an account, or of a reference row, as stored. */
export interface MicroScore {
  peerMicro: number;
  baselineMicro: number;
  /** 0 only where no forecast counted: a share that rounds to 0 is stored as 1. */
  coverageMillionths: number;
}

/** Rounds scores to what is stored. */
export function microScore({
  peer,
  baseline,
  coverage,
}: Pick<Scores, 'peer' | 'baseline' | 'coverage'>): MicroScore {
  const coverageMillionths = coverage <= 0 ? 0 : Math.min(MICRO, Math.max(1, toMicro(coverage)));
  return { peerMicro: toMicro(peer), baselineMicro: toMicro(baseline), coverageMillionths };
}
