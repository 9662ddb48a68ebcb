import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibration, wilsonInterval } from './calibration.ts';

describe('wilsonInterval', () => {
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [1, 1, 0.2065, 1],
    [70, 100, 0.6042, 0.7811],
  ])('of %i in %i', (successes, trials, low, high) => {
    expect(wilsonInterval(successes, trials).low).toBeCloseTo(low, 4);
    expect(wilsonInterval(successes, trials).high).toBeCloseTo(high, 4);
  });

  it('ends exactly at 0 where nothing came true and at 1 where everything did', () => {
    for (let trials = 1; trials <= 100; trials++) {
      expect(wilsonInterval(0, trials).low).toBe(0);
      expect(wilsonInterval(trials, trials).high).toBe(1);
    }
  });

  it.each([
    [0, 0],
    [2, 1],
    [-1, 5],
    [0.5, 1],
    [NaN, 1],
  ])('refuses %d of %d', (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(RangeError);
  });
});

describe('calibration', () => {
  it('counts what came true in each bin and leaves empty bins out', () => {
    const bins = calibration([
      { permille: 700, cameTrue: true },
      { permille: 799, cameTrue: false },
      { permille: 1, cameTrue: false },
      { permille: 999, cameTrue: true },
    ]);
    expect(
      bins.map(({ from, to, count, forecast, cameTrue }) => [from, to, count, forecast, cameTrue]),
    ).toEqual([
      [0, 100, 1, 0.001, 0],
      [700, 800, 2, 0.7495, 0.5],
      [900, 1000, 1, 0.999, 1],
    ]);
    expect(calibration([])).toEqual([]);
  });

  it('puts every option into one bin whose interval holds its share', () => {
    const resolved = fc.array(
      fc.record({ permille: fc.integer({ min: 1, max: 999 }), cameTrue: fc.boolean() }),
    );
    fc.assert(
      fc.property(resolved, fc.constantFrom(1, 2, 5, 10, 20), (options, count) => {
        const bins = calibration(options, count);
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(options.length);
        for (const bin of bins) {
          expect(bin.from <= 1000 * bin.forecast && 1000 * bin.forecast < bin.to).toBe(true);
          expect(bin.low >= 0 && bin.low <= bin.cameTrue && bin.cameTrue <= bin.high && bin.high <= 1).toBe(
            true,
          );
        }
      }),
    );
  });

  it('rejects an invalid permille and a number of bins that does not divide 1000', () => {
    for (const permille of [0, 1000, NaN])
      expect(() => calibration([{ permille, cameTrue: true }])).toThrow(RangeError);
    for (const bins of [0, -10, 3, 2.5, NaN]) expect(() => calibration([], bins)).toThrow(RangeError);
  });
});
