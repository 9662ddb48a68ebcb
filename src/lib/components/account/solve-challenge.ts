import SolverWorker from 'altcha/workers/pbkdf2?worker';

const TIMEOUT_MS = 90_000;

/** Solves a challenge of ALTCHA in a worker. @returns the form's field, or null where it cannot be solved */
export function solveChallenge(challenge: object, signal: AbortSignal): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const worker = new SolverWorker();
  signal.addEventListener('abort', () => resolve(null));
  worker.addEventListener('error', () => resolve(null));
  worker.addEventListener('message', ({ data: solution }: MessageEvent<object | null>) => {
    resolve(solution && !('error' in solution) ? JSON.stringify({ challenge, solution }) : null);
  });
  worker.postMessage({ type: 'work', challenge, counterStart: 0, counterStep: 1, timeout: TIMEOUT_MS });
  return promise.finally(() => worker.terminate());
}
