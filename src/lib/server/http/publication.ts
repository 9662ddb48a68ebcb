// Publishes what an admin decided. A large crowd takes minutes: after a few seconds the admin goes on to a page that shows
// how far it is, because browsers and proxies wait for no answer that long.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEvent } from '@sveltejs/kit';
import { PublicationUnderwayError, ResolutionConflictError } from '../errors.ts';
import { refusalOf } from './errors.ts';
import type { NewPublication, Refused } from '../resolutions/new-publication.ts';
import { shareProgress } from '../resolutions/progress.ts';
import * as publications from '../resolutions/publications.ts';

/** Longer than nearly all publications, shorter than any time limit of a proxy. */
const LONG_MS = 5_000;

export type Refusal = Refused & { status: number };

/**
 * @param start begins it, given the memory in which it says how far it is
 * @returns why nothing was published, null where it was, or the id of a publication that goes on
 */
export async function runPublication(
  event: RequestEvent,
  publication: NewPublication,
  start: (progress: SharedArrayBuffer) => Promise<unknown>,
): Promise<Refusal | null | { id: string }> {
  const { app } = event.locals;
  const { expectedVersion, questionId } = publication;
  try {
    await publications.requireNone(app.db, questionId);
  } catch (error) {
    return refusedBy(event, error, expectedVersion);
  }
  const progress = shareProgress();
  const ended = start(progress).then(
    () => app.keeper.poll().then(() => null),
    (error: unknown) => refusedBy(event, error, expectedVersion),
  );
  const id = crypto.randomUUID();
  const recorded = Promise.withResolvers<void>();
  void publications
    .record(app.db, id, publication, progress, ended, recorded.resolve)
    .catch((error: unknown) => app.log.error({ err: error }, 'the end of a publication was not recorded'));
  const long = Promise.all([recorded.promise, sleep(LONG_MS)]).then(() => ({ id }));
  return Promise.race([ended, long]);
}

/** @throws where it is no refusal that a form shows */
export function refusedBy(event: RequestEvent, error: unknown, expectedVersion: number): Refusal {
  if (error instanceof ResolutionConflictError) {
    const { version, winner, publishedAt } = error;
    const first = { version, winner, publishedAt: publishedAt?.toISOString() ?? null };
    return { status: 409, errors: {}, first };
  }
  const refusal = refusalOf(event, error);
  const { editConflicts } = refusal;
  const by = error instanceof PublicationUnderwayError ? error.by : null;
  const first = by === null ? null : { version: expectedVersion + 1, winner: by, publishedAt: null };
  return { status: refusal.status, errors: refusal.errors, first, ...(editConflicts && { editConflicts }) };
}
