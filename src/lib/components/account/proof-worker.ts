// Web worker: works out a proof of work of ALTCHA and says after every few attempts how many it has made.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { Challenge, DeriveKeyFunction } from 'altcha-lib/types';

/** What the worker sends: the number of attempts made so far, or at the end the form's field, null without a solution. */
export type ProofMessage = { attempts: number } | { solution: string | null };

const TIMEOUT_MS = 90_000;
const ATTEMPTS_PER_MESSAGE = 20;

self.addEventListener('message', ({ data: challenge }: MessageEvent<Challenge>) => {
  let attempts = 0;
  const counted: DeriveKeyFunction = (...of) => {
    attempts += 1;
    if (attempts % ATTEMPTS_PER_MESSAGE === 0) send({ attempts });
    return deriveKey(...of);
  };
  void solveChallenge({ challenge, deriveKey: counted, timeout: TIMEOUT_MS }).then((solution) =>
    send({ solution: solution && JSON.stringify({ challenge, solution }) }),
  );
});

function send(message: ProofMessage): void {
  self.postMessage(message);
}
