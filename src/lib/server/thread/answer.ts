// A thread's own side: to be called once by the file that it runs.
import { parentPort } from 'node:worker_threads';
import { type WorkerRequest, pack, type WorkerResponse } from './messages.ts';

/**
 * Answers every job that this thread is asked for, however many at once.
 *
 * @param buffersOf what of a result is handed over, not copied
 */
export function answer<Job, Result>(
  work: (job: Job) => Promise<Result>,
  buffersOf: (result: Result) => ArrayBuffer[] = () => [],
): void {
  const tell = (told: WorkerResponse<Result>, buffers: ArrayBuffer[]) =>
    parentPort?.postMessage(told, buffers);
  parentPort?.on('message', ({ id, job }: WorkerRequest<Job>) => {
    work(job).then(
      (result) => tell({ id, result }, buffersOf(result)),
      (error: unknown) => tell({ id, error: pack(error) }, []),
    );
  });
}
