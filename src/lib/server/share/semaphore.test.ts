import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Semaphore } from './semaphore.ts';

class Refused extends Error {}

function make(options: Partial<ConstructorParameters<typeof Semaphore>[0]> = {}): Semaphore {
  return new Semaphore({ atOnce: 2, waiting: 2, longestMs: 1000, refused: () => new Refused(), ...options });
}

/** Work that ends when it is told to. */
function job<T>(value: T) {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const work = vi.fn(() => promise);
  return { work, end: () => resolve(value), fail: () => reject(new Error('failed')) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('turns', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are taken by few at once, then in order', async () => {
    const turns = make();
    const jobs = ['a', 'b', 'c', 'd'].map(job);
    const results = jobs.map(({ work }) => turns.take(work));
    await settle();
    expect(jobs.map(({ work }) => work.mock.calls.length)).toEqual([1, 1, 0, 0]);
    jobs[1]!.end();
    await settle();
    expect(jobs.map(({ work }) => work.mock.calls.length)).toEqual([1, 1, 1, 0]);
    jobs[0]!.end();
    await settle();
    for (const { end } of jobs) end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are refused to whoever finds too many waiting', async () => {
    const turns = make({ atOnce: 1, waiting: 1 });
    const [first, second, third] = [job(1), job(2), job(3)];
    const results = [turns.take(first.work), turns.take(second.work)];
    await expect(turns.take(third.work)).rejects.toThrow(Refused);
    first.end();
    second.end();
    expect(await Promise.all(results)).toEqual([1, 2]);
    expect(third.work).not.toHaveBeenCalled();
  });

  test('are refused to whoever has waited too long, and go to the next one', async () => {
    const turns = make({ atOnce: 1 });
    const [first, second, third] = [job(1), job(2), job(3)];
    const one = turns.take(first.work);
    const two = turns.take(second.work);
    const isRefused = expect(two).rejects.toThrow(Refused);
    await vi.advanceTimersByTimeAsync(999);
    const three = turns.take(third.work);
    await vi.advanceTimersByTimeAsync(1);
    await isRefused;
    first.end();
    await settle();
    expect(second.work).not.toHaveBeenCalled();
    third.end();
    expect(await Promise.all([one, three])).toEqual([1, 3]);
  });

  test('are passed on by work that fails', async () => {
    const turns = make({ atOnce: 1 });
    const [first, second] = [job(1), job(2)];
    const one = turns.take(first.work);
    const two = turns.take(second.work);
    first.fail();
    await expect(one).rejects.toThrow('failed');
    second.end();
    expect(await two).toBe(2);
  });
});
