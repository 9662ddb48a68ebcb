import { expect, test } from 'vitest';
import { limitConcurrency } from './concurrency.ts';
import { BusyError } from './errors.ts';

test('runs up to the concurrency limit, queues up to the queue limit, and rejects the rest', async () => {
  const limit = limitConcurrency(2, 1);
  const started: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = (n: number) =>
    limit(async () => {
      started.push(n);
      await promise;
      return n;
    });
  const results = [run(0), run(1), run(2)];
  await expect(run(3)).rejects.toBeInstanceOf(BusyError);
  expect(started).toEqual([0, 1]);
  resolve();
  expect(await Promise.all(results)).toEqual([0, 1, 2]);
  expect(await run(4)).toBe(4);
});

test('a failed call frees its slot for the next', async () => {
  const limit = limitConcurrency(1, 1);
  const failing = limit(() => Promise.reject(new Error('failed')));
  const next = limit(async () => 'next');
  await expect(failing).rejects.toThrow('failed');
  expect(await next).toBe('next');
});
