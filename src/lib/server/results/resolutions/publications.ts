// Publications that take long: how far each is and how it ended, in the database, so that every process can show it. It is
// written beside the transaction that publishes, which nobody else sees before it commits.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../platform/db/connect.ts';
import { PublicationUnderwayError } from '../../platform/errors.ts';
import {
  deleteOlderThanDay,
  endPublication,
  findPublication,
  findRunning,
  type NewPublication,
  readProgress,
  type Refused,
  upsertProgress,
} from './publication-queries.ts';

const RECORD_EVERY_MS = 1_000;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** @throws PublicationUnderwayError where another publication works on the question */
export async function requireNone(db: Db, questionId: number): Promise<void> {
  const found = await findRunning(db, questionId);
  if (found) throw new PublicationUnderwayError(found.decider);
}

/** The publication that works on this question. */
export function running(db: Db, questionId: number): ReturnType<typeof findRunning> {
  return findRunning(db, questionId);
}

/** @param id may be any text */
export async function find(db: Db, id: string): ReturnType<typeof findPublication> {
  return UUID.test(id) ? findPublication(db, id) : undefined;
}

export function sweep(db: Db): Promise<void> {
  return deleteOlderThanDay(db);
}

/**
 * Records a publication from its second second on until it has ended. A failure to record changes nothing for it.
 *
 * @param shared its progress
 * @param ended null once it is published, else why not; an exception counts as an interruption
 * @param onRecorded called each time that it was recorded
 */
export async function record(
  db: Db,
  id: string,
  publication: NewPublication,
  shared: SharedArrayBuffer,
  ended: Promise<Refused | null>,
  onRecorded: () => void,
): Promise<void> {
  const over = new AbortController();
  const outcome = ended.finally(() => over.abort()).catch(() => undefined);
  let isRecorded = false;
  while (await pause(over.signal)) {
    try {
      await upsertProgress(db, id, publication, readProgress(shared));
      isRecorded = true;
      onRecorded();
    } catch {
      // Tried again in a second.
    }
  }
  const refusal = await outcome;
  if (isRecorded && refusal !== undefined) await endPublication(db, id, refusal);
}

/** @returns false where it is over */
function pause(signal: AbortSignal): Promise<boolean> {
  return sleep(RECORD_EVERY_MS, true, { signal }).catch(() => false);
}
