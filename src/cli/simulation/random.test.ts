import { describe, expect, test } from 'vitest';
import { Random } from './random.ts';

const MANY = 20_000;

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.uniform());
}

describe('a seed', () => {
  test('gives the same numbers on every machine', () => {
    expect(draw(new Random(0), 3)).toEqual([0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]);
    expect(draw(new Random(7), 2)).toEqual(draw(new Random(7), 2));
  });

  test('gives other numbers than the next seed', () => {
    expect(draw(new Random(7), 5)).not.toEqual(draw(new Random(8), 5));
  });
});

describe('draws', () => {
  test('are in [0, 1), with the mean and the variance of a uniform distribution', () => {
    const values = draw(new Random(1), MANY);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const { mean, deviation } = momentsOf(values);
    expect(mean).toBeCloseTo(0.5, 1);
    expect(deviation).toBeCloseTo(Math.sqrt(1 / 12), 1);
  });

  test('between two values stay within them', () => {
    const random = new Random(3);
    const values = Array.from({ length: MANY }, () => random.between(-2, 5));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(5);
  });

  test('of a normal distribution have mean 0 and deviation 1', () => {
    const random = new Random(4);
    const { mean, deviation } = momentsOf(Array.from({ length: MANY }, () => random.normal()));
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(deviation).toBeCloseTo(1, 1);
  });
});

describe('a fork', () => {
  test('is independent of other forks’ draws, and does not change its parent stream', () => {
    const [used, unused] = [new Random(7), new Random(7)];
    draw(used.fork(1), 100);
    expect(draw(used.fork(2), 5)).toEqual(draw(unused.fork(2), 5));
    expect(draw(used, 5)).toEqual(draw(new Random(7), 5));
  });

  test('differs from every other fork and from its parent stream', () => {
    const random = new Random(7);
    const streams = [random, ...Array.from({ length: 500 }, (_, part) => random.fork(part))];
    expect(new Set(streams.map((stream) => draw(stream, 3).join())).size).toBe(streams.length);
  });
});

function momentsOf(values: number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
