// The worker's side of a thread: its file exports `serve(work)` under the name `handle`.
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { pack, type SentError } from './errors.ts';

export type WorkerResponse<Result> = { result: Result } | { error: SentError };

/** @param buffersOf what of a result is transferred, not copied */
export function serve<Job, Result>(
  work: (job: Job) => Promise<Result>,
  buffersOf: (result: Result) => ArrayBuffer[] = () => [],
): (job: Job) => Promise<unknown> {
  return async (job) => {
    try {
      const result = await work(job);
      return move({ [valueSymbol]: { result }, [transferableSymbol]: buffersOf(result) });
    } catch (error) {
      return { error: pack(error) } satisfies WorkerResponse<Result>;
    }
  };
}
