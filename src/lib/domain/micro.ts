// Fixed-point storage of points and shares in whole millionths, so that sums and equality are exact.

/** Micro-points of one point, millionths of one whole. */
export const MICRO = 1_000_000;

/** To the nearest whole millionth; halves go up. */
export function toMicro(value: number): number {
  return Math.round(value * MICRO);
}
