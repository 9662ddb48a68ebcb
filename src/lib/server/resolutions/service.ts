// Resolutions: the official outcome of a question in append-only versions. A version, its scores, the leaderboards, the
// audit log and the notices are written in one transaction, by compare-and-set on the version.
import type { Transaction } from 'kysely';
import { changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { SqlState, sqlStateOf } from '../db/sqlstate.ts';
import { liftTimeouts } from '../db/timeouts.ts';
import {
  NotResolvableError,
  PublicationUnderwayError,
  QuestionNotFoundError,
  ResolutionConflictError,
} from '../errors.ts';
import * as leaderboard from '../leaderboard/service.ts';
import type { NewNotice } from '../notices/new-notice.ts';
import * as notices from '../notices/service.ts';
import { lockGate } from '../questions/service.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import type { Report } from './progress.ts';
import { findLatest, findResolvable, limitLockWaits, listVersions, type Resolvable } from './queries.ts';
import { addVersion, type Decision } from './version.ts';

export interface Published {
  version: number;
  /** Slugs of the other editions that it also resolved. */
  editions: string[];
}

/** Every version of a question's resolution, oldest first. */
export function versions(db: Db, questionId: number): ReturnType<typeof listVersions> {
  return listVersions(db, questionId);
}

/** @throws QuestionNotFoundError, or NotResolvableError for an opinion question */
export async function getResolvable(db: Db, slug: string): Promise<Resolvable> {
  const question = await findResolvable(db, slug);
  if (!question) throw new QuestionNotFoundError(slug);
  if (!question.scored) throw new NotResolvableError();
  return question;
}

/**
 * Publishes a version. A result of the newest `final` question also resolves every older edition that is not
 * annulled; a result of an older edition resolves only that edition.
 *
 * @param expectedVersion latest version when the admin's page was loaded; 0 for none
 * @param report called with how far it is
 * @throws ResolutionConflictError naming who was first when there is a later version
 * @throws PublicationUnderwayError where another publication holds the question's lock for longer than ten seconds
 * @throws QuestionNotFoundError, NotResolvableError, or InvalidResultError where the result does not fit
 */
export function publish(
  db: Db,
  accountId: number,
  slug: string,
  decision: Decision,
  expectedVersion: number,
  report: Report = () => undefined,
): Promise<Published> {
  return changeAs(db, { accountId, reason: decision.note }, async (tx) => {
    await liftTimeouts(tx);
    const { question, editions } = await lockAll(tx, slug, decision);
    const latest = await findLatest(tx, question.id);
    if ((latest?.version ?? 0) !== expectedVersion) {
      throw new ResolutionConflictError(
        latest?.version ?? 0,
        latest?.decider ?? '',
        latest?.publishedAt ?? null,
      );
    }
    const { version, ...notice } = await addVersion(tx, accountId, question, decision, report);
    const followed: string[] = [];
    const notes: NewNotice[] = [{ version, ...notice }];
    for (const edition of editions) {
      const followUp = await decisionFor(tx, edition, question, decision);
      if (!followUp) continue;
      notes.push(await addVersion(tx, accountId, edition, followUp, report));
      followed.push(edition.slug);
    }
    await leaderboard.republish(tx, { questionId: question.id, version }, (done, all) =>
      report('boards', done, all),
    );
    for (const note of notes) await notices.announce(tx, note);
    report('committing');
    return { version, editions: followed };
  });
}

/**
 * Locks the question and every edition that its result resolves against new forecasts, in a fixed order that avoids
 * deadlocks, then reads them again under the locks: a close or a new edition may have been committed in between.
 */
async function lockAll(
  tx: Transaction<DB>,
  slug: string,
  { result }: Decision,
): Promise<{ question: Resolvable; editions: Resolvable[] }> {
  const locked = new Set<number>();
  const lift = await limitLockWaits(tx);
  for (;;) {
    const question = await getResolvable(tx, slug);
    const editions = result ? await editionsAfter(tx, question) : [];
    const missing = [question, ...editions].map(({ id }) => id).filter((id) => !locked.has(id));
    if (missing.length === 0) {
      await lift();
      return { question, editions };
    }
    for (const id of missing.sort((a, b) => a - b)) {
      await lockGate(tx, id).catch(refuseUnderway);
      locked.add(id);
    }
  }
}

function refuseUnderway(error: unknown): never {
  throw sqlStateOf(error) === SqlState.lockNotAvailable ? new PublicationUnderwayError() : error;
}

/** Decision for an edition that the question's result also resolves; null when it stays unchanged. */
async function decisionFor(
  tx: Transaction<DB>,
  edition: Resolvable,
  question: Resolvable,
  decision: Decision,
): Promise<Decision | null> {
  const { result, note } = decision;
  const outcome = result && (await outcomeToFollow(tx, edition, question, result));
  if (!outcome) return null;
  const isFirst = !(await findLatest(tx, edition.id));
  return { ...decision, result: { ...result, outcome }, note: note || (isFirst ? '' : question.slug) };
}
