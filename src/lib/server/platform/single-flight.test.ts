import { describe, expect, test } from 'vitest';
import { singleFlight } from './concurrency.ts';

/** Work that ends when the test resolves it. */
function controlled() {
  const runs: PromiseWithResolvers<void>[] = [];
  const call = singleFlight(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  return { runs, call };
}

describe('single flight', () => {
  test('runs at once where nothing runs', async () => {
    const { runs, call } = controlled();
    const first = call();
    runs[0]!.resolve();
    await first;
    void call();
    expect(runs).toHaveLength(2);
  });

  test('lets all calls during a run share the one that follows', async () => {
    const { runs, call } = controlled();
    const first = call();
    const during = Array.from({ length: 100 }, call);
    expect(runs).toHaveLength(1);
    runs[0]!.resolve();
    await first;
    // Called after the first run ended and before the queued one has begun.
    const between = call();
    await expect.poll(() => runs.length).toBe(2);
    runs[1]!.resolve();
    await Promise.all([...during, between]);
    expect(runs).toHaveLength(2);
  });

  test('resolves under calls that never stop', async () => {
    const { runs, call } = controlled();
    void call();
    let isDone = false;
    const waiting = call().then(() => (isDone = true));
    for (let run = 0; !isDone; run++) {
      expect(run).toBeLessThan(2);
      void call();
      runs[run]!.resolve();
      await runs[run]!.promise;
      await expect.poll(() => isDone || runs.length > run + 1).toBe(true);
    }
    await waiting;
  });

  test('passes a failure to those who share the run, and runs again for the others', async () => {
    const { runs, call } = controlled();
    const first = call();
    const second = call();
    runs[0]!.reject(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    await expect.poll(() => runs.length).toBe(2);
    runs[1]!.resolve();
    await second;
  });
});
