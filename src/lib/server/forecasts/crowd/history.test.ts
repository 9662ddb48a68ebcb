import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CrowdPointView } from '#lib/types/question.ts';
import { thin } from './history.ts';

const MINUTE = 60_000;

function point(minute: number, a: number | null): CrowdPointView {
  const at = new Date(Date.UTC(2026, 0, 1) + minute * MINUTE).toISOString();
  if (a === null) return { at, permille: null, forecasters: 0 };
  return { at, permille: [a, 1000 - a], forecasters: 1 };
}

const points = fc
  .uniqueArray(fc.tuple(fc.nat(1_000_000), fc.option(fc.integer({ min: 1, max: 999 }), { freq: 10 })), {
    selector: ([minute]) => minute,
    maxLength: 400,
  })
  .map((all) => all.sort(([a], [b]) => a - b).map(([minute, a]) => point(minute, a)));

describe('thinning the odds over time', () => {
  test('leaves few points as they are', () => {
    const few = [point(0, 500), point(1, 600)];
    expect(thin(few, 2)).toEqual(few);
    expect(thin([], 2)).toEqual([]);
  });

  test('keeps the peak of a minute among months of level odds', () => {
    const level = Array.from({ length: 10_000 }, (_, i) => point(i, 500 + (i % 2)));
    level[7_001] = point(7_001, 900);
    const kept = thin(level, 240);
    expect(kept.length).toBeLessThanOrEqual(240);
    expect(kept).toContain(level[7_001]);
  });

  test('keeps a moment at which nobody stood', () => {
    const level = Array.from({ length: 5_000 }, (_, i) => point(i, 500));
    level[1_234] = point(1_234, null);
    expect(thin(level, 100)).toContain(level[1_234]);
  });

  test('keeps most of its points where it has to drop some', () => {
    const rising = Array.from({ length: 10_000 }, (_, i) => point(i, 1 + Math.floor(i / 11)));
    expect(thin(rising, 240).length).toBeGreaterThan(120);
  });

  test('never keeps more than it may, nor loses the first, the last, the highest or the order', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 20, max: 200 }), (all, most) => {
        const kept = thin(all, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept).toEqual(all.filter((one) => kept.includes(one)));
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
        const highest = (some: CrowdPointView[]) =>
          Math.max(0, ...some.map(({ permille }) => permille?.[0] ?? 0));
        expect(highest(kept)).toBe(highest(all));
      }),
    );
  });
});
