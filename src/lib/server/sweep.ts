import type { Logger } from 'pino';
import { deleteOldRefusals } from './accounts/deletion-queries.ts';
import { deleteExpiredTokens } from './accounts/token-queries.ts';
import type { Auth } from './auth/auth.ts';
import type { Db } from './db/connect.ts';
import { foldContentChanges } from './db/content-version.ts';
import type { Limits } from './limits/limits.ts';
import * as publications from './resolutions/publications.ts';
import * as verification from './verification/service.ts';

const SWEEP_MS = 60 * 60 * 1000;

/** Deletes expired rows and folds content changes, once an hour. @returns a function that stops it */
export function sweepHourly(db: Db, auth: Auth, limits: Limits, log: Logger): () => void {
  const sweep = () =>
    Promise.all([
      auth.sweep(),
      limits.sweep(),
      deleteExpiredTokens(db),
      deleteOldRefusals(db),
      verification.sweep(db),
      publications.sweep(db),
      foldContentChanges(db),
    ]).catch((error: unknown) => log.warn({ err: error }, 'what has expired could not be swept'));
  const timer = setInterval(sweep, SWEEP_MS);
  timer.unref();
  return () => clearInterval(timer);
}
