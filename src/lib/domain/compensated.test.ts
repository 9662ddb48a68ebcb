import { describe, expect, it } from 'vitest';
import { addTo, totalAt, totalsOf } from './compensated.ts';

describe('compensated totals', () => {
  it('keep low-order bits that a plain sum loses', () => {
    const totals = totalsOf(1);
    for (const value of [1, 1e100, 1, -1e100]) addTo(totals, 0, value);
    expect(totalAt(totals, 0)).toBe(2);
    expect([1, 1e100, 1, -1e100].reduce((a, b) => a + b)).toBe(0);
  });

  it('are exact after a million additions and removals', () => {
    const totals = totalsOf(3);
    for (let i = 0; i < 500_000; i++) addTo(totals, 1, 0.1 * i);
    for (let i = 0; i < 500_000; i++) addTo(totals, 1, -0.1 * i);
    addTo(totals, 1, 0.3);
    expect(totalAt(totals, 1)).toBe(0.3);
    expect([totalAt(totals, 0), totalAt(totals, 2)]).toEqual([0, 0]);
  });
});
