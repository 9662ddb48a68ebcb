import ProofWorker from './proof-worker.ts?worker';
import type { ProofMessage } from './proof-worker.ts';

/**
 * Solves a challenge of ALTCHA in a worker.
 *
 * @param onAttempts called every few attempts with the number made so far
 * @returns the form's field, or null where it cannot be solved
 */
export function solveChallenge(
  challenge: object,
  signal: AbortSignal,
  onAttempts: (attempts: number) => void,
): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const worker = new ProofWorker();
  signal.addEventListener('abort', () => resolve(null));
  worker.addEventListener('error', () => resolve(null));
  worker.addEventListener('message', ({ data }: MessageEvent<ProofMessage>) => {
    if ('attempts' in data) onAttempts(data.attempts);
    else resolve(data.solution);
  });
  worker.postMessage(challenge);
  return promise.finally(() => worker.terminate());
}
