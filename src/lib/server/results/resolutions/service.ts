// Resolutions: the official outcome of a question in append-only versions. A version, its scores, the leaderboards, the
// audit log and the notices are written in one transaction, by compare-and-set on the version.
import type { Transaction } from 'kysely';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import { type Db, liftTimeouts } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { SqlState, sqlStateOf } from '../../platform/db/sqlstate.ts';
import {
  NotResolvableError,
  PublicationUnderwayError,
  QuestionNotFoundError,
  ResolutionConflictError,
  ValidationError,
} from '../../platform/errors.ts';
import * as leaderboard from '../leaderboard/service.ts';
import type { NewNotice } from '../../people/notices/queries.ts';
import * as notices from '../../people/notices/service.ts';
import { lockGate } from '../../questions/service.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import type { Report } from './publication-queries.ts';
import {
  findLatest,
  findProvisional,
  findResolvable,
  insertConfirmation,
  limitLockWaits,
  listResolvable,
  listVersions,
  type Resolvable,
} from './queries.ts';
import { addVersion, type Decision } from './version.ts';
import type { ProvisionalView } from '#lib/types/resolution.ts';

export interface Published {
  version: number;
  /** Slugs of the other editions that it also resolved. */
  editions: string[];
}

/** A decision on one question. */
export interface Resolving {
  slug: string;
  decision: Decision;
  /** Latest version when the admin's page was loaded; 0 for none. */
  expectedVersion: number;
}

/** Every version of a question's resolution, oldest first. */
export function versions(db: Db, questionId: number): ReturnType<typeof listVersions> {
  return listVersions(db, questionId);
}

/** Every question that can be resolved, in display order, with the latest version of its resolution. */
export function list(db: Db): ReturnType<typeof listResolvable> {
  return listResolvable(db);
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
export async function publish(
  db: Db,
  accountId: number,
  slug: string,
  decision: Decision,
  expectedVersion: number,
  report: Report = () => undefined,
): Promise<Published> {
  const [published] = await changeAs(db, { accountId, reason: decision.note }, (tx) =>
    publishIn(tx, accountId, [{ slug, decision, expectedVersion }], report),
  );
  return published!;
}

/** What the caller changes in the same transaction. */
interface AlsoChanged {
  /** Ids of further questions: all are locked in one order, which avoids deadlocks. */
  questionIds: readonly number[];
  /** Called once the versions are written, before the boards; returns further notices. */
  change(): Promise<NewNotice[]>;
}

const NOTHING: AlsoChanged = { questionIds: [], change: () => Promise.resolve([]) };

/**
 * `publish` of several questions in the caller's transaction, with one new edition of the boards, which names the first
 * question as its cause.
 *
 * @returns what was published of each, in the order given
 */
export async function publishIn(
  tx: Transaction<DB>,
  accountId: number,
  resolving: readonly Resolving[],
  report: Report,
  also: AlsoChanged = NOTHING,
): Promise<Published[]> {
  await liftTimeouts(tx);
  const locked = await lockAll(tx, resolving, also.questionIds);
  for (const { question, expectedVersion } of locked) await refuseConflict(tx, question.id, expectedVersion);
  const notes: (NewNotice & { questionId: number; version: number })[] = [];
  const published: Published[] = [];
  for (const { question, editions, decision } of locked) {
    const { version, ...notice } = await addVersion(tx, accountId, question, decision, report);
    notes.push({ ...notice, questionId: question.id, version });
    const followed: string[] = [];
    for (const edition of editions) {
      const followUp = await decisionFor(tx, edition, question, decision);
      if (!followUp) continue;
      notes.push({ questionId: edition.id, ...(await addVersion(tx, accountId, edition, followUp, report)) });
      followed.push(edition.slug);
    }
    published.push({ version, editions: followed });
  }
  const others = await also.change();
  const [cause] = notes;
  if (cause) await leaderboard.republish(tx, cause, (done, all) => report('boards', done, all));
  for (const note of [...notes, ...others]) await notices.announce(tx, note);
  report('committing');
  return published;
}

/** @throws ResolutionConflictError naming who was first where another version than the expected one is the latest */
export async function refuseConflict(db: Db, questionId: number, expectedVersion: number): Promise<void> {
  const latest = await findLatest(db, questionId);
  if ((latest?.version ?? 0) === expectedVersion) return;
  throw new ResolutionConflictError(latest?.version ?? 0, latest?.decider ?? '', latest?.publishedAt ?? null);
}

interface Locked extends Resolving {
  question: Resolvable;
  /** Older editions that its result also resolves. */
  editions: Resolvable[];
}

/**
 * Locks the questions and every edition that their results resolve against new forecasts, in a fixed order that avoids
 * deadlocks, then reads them again under the locks: a close or a new edition may have been committed in between.
 */
async function lockAll(
  tx: Transaction<DB>,
  resolving: readonly Resolving[],
  also: readonly number[],
): Promise<Locked[]> {
  const locked = new Set<number>();
  const lift = await limitLockWaits(tx);
  for (;;) {
    const found: Locked[] = [];
    for (const each of resolving) found.push(await withEditions(tx, each));
    const named = found.map(({ question }) => question.id);
    const all = [...named, ...also, ...found.flatMap(({ editions }) => editions.map(({ id }) => id))];
    const missing = [...new Set(all)].filter((id) => !locked.has(id));
    if (missing.length === 0) {
      await lift();
      return found.map((each) => ({
        ...each,
        editions: each.editions.filter(({ id }) => !named.includes(id)),
      }));
    }
    for (const id of missing.sort((a, b) => a - b)) {
      await lockGate(tx, id).catch(refuseUnderway);
      locked.add(id);
    }
  }
}

async function withEditions(tx: Transaction<DB>, each: Resolving): Promise<Locked> {
  const question = await getResolvable(tx, each.slug);
  const editions = each.decision.result ? await editionsAfter(tx, question) : [];
  return { ...each, question, editions };
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

// Confirmations of results: a second admin without a stake in the question makes a provisional version final.

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
