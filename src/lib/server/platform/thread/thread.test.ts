import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ResolutionConflictError } from '../errors.ts';
import { Thread } from './thread.ts';
import { type FixtureJob, PUBLISHED_AT } from './worker.fixture.ts';

function open(idleMs?: number): Thread<FixtureJob, Uint8Array> {
  const file = fileURLToPath(new URL('./worker.fixture.ts', import.meta.url));
  const thread = new Thread<FixtureJob, Uint8Array>(file, null, idleMs);
  onTestFinished(() => thread.end());
  return thread;
}

describe('a thread', () => {
  test('answers jobs at once', async () => {
    const thread = open();
    const never = expect(thread.run('never')).rejects.toThrow();
    expect(await Promise.all([thread.run('bytes'), thread.run('bytes')])).toEqual([
      new Uint8Array([1, 2, 3]),
      new Uint8Array([1, 2, 3]),
    ]);
    await thread.end();
    await never;
  });

  test('throws errors of the app by their own class, with their fields', async () => {
    const error: unknown = await open()
      .run('conflict')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResolutionConflictError);
    const { message, ...fields } = new ResolutionConflictError(3, 'mina', PUBLISHED_AT);
    expect(error).toMatchObject({ message, ...fields });
    expect((error as Error).stack).toContain('worker.fixture.ts');
  });

  test('throws an error where the work throws something else', async () => {
    await expect(open().run('text')).rejects.toThrow('no error at all');
  });

  test('that exits fails every job, and starts again with the next one', async () => {
    const thread = open();
    const jobs: FixtureJob[] = ['never', 'exit', 'never'];
    const settled = await Promise.allSettled(jobs.map((job) => thread.run(job)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await thread.run('bytes')).toHaveLength(3);
  });

  test('that ends before it is ready fails the jobs that wait for it', async () => {
    const thread = open();
    process.once('worker', (worker) => void worker.terminate());
    await expect(thread.run('bytes')).rejects.toThrow();
    expect(await thread.run('bytes')).toHaveLength(3);
  });

  test('is ended by a job that is aborted, and starts again with the next one', async () => {
    const thread = open();
    await thread.run('bytes');
    const abort = new AbortController();
    const job = thread.run('never', abort.signal);
    abort.abort();
    await expect(job).rejects.toThrow('aborted');
    expect(await thread.run('bytes')).toHaveLength(3);
  });

  test('without jobs for long enough ends, and starts again with the next one', async () => {
    const thread = open(1);
    for (let i = 0; i < 3; i++) expect(await thread.run('bytes')).toHaveLength(3);
  });
});
