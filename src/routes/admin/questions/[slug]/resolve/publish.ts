// Publishes what an admin decided. A large crowd takes minutes: after a few seconds the admin goes on to a page that shows
// how far it is, because browsers and proxies wait for no answer that long.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEvent } from '@sveltejs/kit';
import { PublicationUnderwayError, ResolutionConflictError } from '#lib/server/errors.ts';
import { refusalOf } from '#lib/server/http/errors.ts';
import type { NewPublication, Refused } from '#lib/server/resolutions/new-publication.ts';
import { shareProgress } from '#lib/server/resolutions/progress.ts';
import * as publications from '#lib/server/resolutions/publications.ts';
import type { Decision } from '#lib/server/resolutions/version.ts';

/** Longer than nearly all publications, shorter than any time limit of a proxy. */
const LONG_MS = 5_000;

export type Refusal = Refused & { status: number };

/** @returns why nothing was published, null where it was, or the id of a publication that goes on */
export async function publish(
  event: RequestEvent,
  slug: string,
  publication: NewPublication,
  decision: Decision,
): Promise<Refusal | null | { id: string }> {
  const { app } = event.locals;
  const { accountId, expectedVersion, questionId } = publication;
  try {
    await publications.requireNone(app.db, questionId);
  } catch (error) {
    return refusedBy(event, error, expectedVersion);
  }
  const progress = shareProgress();
  const ended = app.publisher.publish(accountId, slug, decision, expectedVersion, progress).then(
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
  const by = error instanceof PublicationUnderwayError ? error.by : null;
  const first = by === null ? null : { version: expectedVersion + 1, winner: by, publishedAt: null };
  return { status: refusal.status, errors: refusal.errors, first };
}
