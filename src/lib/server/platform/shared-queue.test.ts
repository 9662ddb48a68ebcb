import { expect, test } from 'vitest';
import { BusyError } from './errors.ts';
import { createSharedQueue } from './concurrency.ts';

/** A queue for two that run and twenty that wait, none of which ends before `finish`. */
function blocked() {
  const { promise, resolve: finish } = Promise.withResolvers<null>();
  const enqueue = createSharedQueue(2, 20);
  const results: Promise<unknown>[] = [];
  /** How many of `count` calls of a source are refused. */
  const refusedOf = async (source: string, count: number) => {
    let refused = 0;
    for (let i = 0; i < count; i++) {
      const result = enqueue(source, () => promise).catch((error: unknown) => {
        expect(error).toBeInstanceOf(BusyError);
        refused++;
      });
      results.push(result);
    }
    await new Promise(setImmediate);
    return refused;
  };
  return { refusedOf, enqueue, finish: async () => (finish(null), Promise.all(results)) };
}

test('one source gets half of the queue, and the other half stays free for others', async () => {
  const { refusedOf, finish } = blocked();
  expect(await refusedOf('stranger', 100)).toBe(88);
  expect(await refusedOf('reader', 6)).toBe(0);
  expect(await refusedOf('reader', 1)).toBe(1);
  expect(await refusedOf('another', 5)).toBe(1);
  expect(await refusedOf('a third', 1)).toBe(1);
  await finish();
});

test('a place is free again after work that ended or failed', async () => {
  const { refusedOf, enqueue, finish } = blocked();
  await refusedOf('stranger', 100);
  await finish();
  const broken = () => Promise.reject(new Error('broken'));
  for (let i = 0; i < 40; i++) await expect(enqueue('stranger', broken)).rejects.toThrow('broken');
  expect(await enqueue('stranger', () => Promise.resolve('done'))).toBe('done');
});
