import { describe, expect, it } from 'vitest';
import { microScore } from './micro.ts';

describe('microScore', () => {
  it('rounds points and coverage to whole millionths', () => {
    expect(microScore({ peer: -12.3456784, baseline: 0.0000006, coverage: 0.25 })).toEqual({
      peerMicro: -12_345_678,
      baselineMicro: 1,
      coverageMillionths: 250_000,
    });
  });

  it.each([
    [0, 0],
    [1e-12, 1],
    [1, 1_000_000],
    [1 + 1e-12, 1_000_000],
  ])('stores a coverage of %d as %i millionths, 0 only where no forecast counted', (coverage, millionths) => {
    expect(microScore({ peer: 0, baseline: 0, coverage }).coverageMillionths).toBe(millionths);
  });
});
