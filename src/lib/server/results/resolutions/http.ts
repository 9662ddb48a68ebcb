// Publishes what an admin decided. A large crowd takes minutes: after a few seconds the admin goes on to a page that shows
// how far it is, because browsers and proxies wait for no answer that long.
import { setTimeout as sleep } from 'node:timers/promises';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { PublicationUnderwayError, ResolutionConflictError } from '../../platform/errors.ts';
import type { Typed } from '../../http/fields.ts';
import { refusalOf } from '../../http/errors.ts';
import { formState } from '../../http/form.ts';
import { requireFresh } from '../../people/sessions/http.ts';
import { type NewPublication, type Refused, shareProgress } from './publication-queries.ts';
import * as publications from './publications.ts';

/** Longer than nearly all publications, shorter than any time limit of a proxy. */
const LONG_MS = 5_000;

export type Refusal = Refused & { status: number };

/** A question that is resolved, and what the page of its publication says of it. */
export type Publishing = Omit<NewPublication, 'typed'> & { slug: string };

/**
 * Publishes with a fresh proof of who acts.
 *
 * @param typed the form, with the password if it was asked for
 * @param publishing null where no question is resolved
 * @param start begins it, given the memory in which it says how far it is
 * @returns why nothing was published, or null where it was
 * @throws a redirect to the page of a publication that goes on
 */
export async function runPublication(
  event: RequestEvent,
  typed: Typed,
  publishing: Publishing | null,
  start: (progress: SharedArrayBuffer) => Promise<unknown>,
): Promise<Refusal | null> {
  const { app } = event.locals;
  const expectedVersion = publishing?.expectedVersion ?? 0;
  try {
    await requireFresh(event, typed);
    if (publishing) await publications.requireNone(app.db, publishing.questionId);
  } catch (error) {
    return refusedBy(event, error, expectedVersion);
  }
  const progress = shareProgress();
  const ended = start(progress).then(
    () => app.keeper.poll().then(() => null),
    (error: unknown) => refusedBy(event, error, expectedVersion),
  );
  if (!publishing) return ended;
  const { slug, ...about } = publishing;
  const publication = { ...about, typed: formState(typed).typed };
  const id = crypto.randomUUID();
  const recorded = Promise.withResolvers<void>();
  void publications
    .record(app.db, id, publication, progress, ended, recorded.resolve)
    .catch((error: unknown) => app.log.error({ err: error }, 'the end of a publication was not recorded'));
  const long = Promise.all([recorded.promise, sleep(LONG_MS)]).then(() =>
    redirect(303, `/admin/questions/${slug}/resolve/progress/${id}`),
  );
  return Promise.race([ended, long]);
}

type Recorded = NonNullable<Awaited<ReturnType<typeof publications.find>>>;

/**
 * The form of a publication that took long and came to nothing, so that it can be sent again: what the query parameter
 * `publication` names, where it is the reader's own; else null.
 */
export async function findUnpublished(
  { app, account }: App.Locals,
  url: URL,
  isOfPage: (publication: Recorded) => boolean,
) {
  const found = await publications.find(app.db, url.searchParams.get('publication') ?? '');
  if (!found || !isOfPage(found) || found.accountId !== account?.id) return null;
  if (found.state !== 'refused' && found.state !== 'interrupted') return null;
  const { errors, first } = (found.refusal as unknown as Refused | null) ?? { errors: {}, first: null };
  const form = formState(found.typed as unknown as Typed, errors);
  return { isInterrupted: found.state === 'interrupted', form, first };
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
