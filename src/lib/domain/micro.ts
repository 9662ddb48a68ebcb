// Points and shares as they are stored and summed: whole millionths, so that sums are exact and equal is equal.

/** Micro-points of one point, millionths of one whole. */
export const MICRO = 1_000_000;

/** To the nearest whole millionth; halves go up. */
export function toMicro(value: number): number {
  return Math.round(value * MICRO);
}
