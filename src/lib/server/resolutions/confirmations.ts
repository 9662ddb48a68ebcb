// Confirmations of results: a second admin without a stake in the question makes a provisional version final.
import type { ProvisionalView } from '#lib/types/resolution.ts';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import { SqlState, sqlStateOf } from '../db/sqlstate.ts';
import { ValidationError } from '../errors.ts';
import { findProvisional, insertConfirmation } from './confirmation-queries.ts';

const REFUSALS: Record<string, ValidationError> = {
  [SqlState.notLatestVersion]: new ValidationError('form', 'superseded', 409),
  [SqlState.finalAlready]: new ValidationError('form', 'already-so', 409),
  [SqlState.mayNotConfirm]: new ValidationError('form', 'has-stake', 403),
};

/** The version that waits for a second admin; null where there is none. */
export async function waiting(
  db: Db,
  questionId: number,
  accountId: number,
): Promise<ProvisionalView | null> {
  const found = await findProvisional(db, questionId, accountId);
  return found ? { ...found, until: found.until.toISOString() } : null;
}

/** @throws ValidationError where the version is not the latest or is final, or the admin has a stake */
export function confirm(
  db: Db,
  by: Actor & { accountId: number },
  questionId: number,
  version: number,
): Promise<void> {
  const confirmation = { questionId, version, confirmedBy: by.accountId };
  return changeAs(db, by, (tx) => insertConfirmation(tx, confirmation)).catch((cause: unknown) => {
    throw REFUSALS[sqlStateOf(cause) ?? ''] ?? cause;
  });
}
