// Resolutions: what officially became of a question, in versions that are only ever added to. A version, its scores,
// the ranks, the record and the notices are one transaction, taken by compare-and-set on the version.
import type { Transaction } from 'kysely';
import { changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { SqlState, sqlStateOf } from '../db/sqlstate.ts';
import {
  InvalidResultError,
  NotResolvableError,
  QuestionNotFoundError,
  ResolutionConflictError,
} from '../errors.ts';
import * as leaderboard from '../leaderboard/service.ts';
import * as notices from '../notices/service.ts';
import { lockGate } from '../questions/service.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import {
  findLatest,
  findResolvable,
  insertResolution,
  listCrowd,
  listLog,
  listVersions,
  type Resolvable,
} from './queries.ts';
import { insertScores } from './score-queries.ts';
import { CROWD, score, type Scored } from './scoring.ts';

export type { Resolvable } from './queries.ts';

export interface Evidence {
  url: string;
  publishedAt: Date;
}

/** What an admin decides: the outcome per option with when it became public, or null for an annulment. */
export interface Decision {
  result: { outcome: boolean[]; knownAt: Date } | null;
  evidence: Evidence[];
  /** Why; needed for every version but a first result. */
  note: string;
}

export interface Published {
  version: number;
  /** The other editions that were resolved by it. */
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
 * Publishes a version. A result of the newest question on who the last are resolves every older edition that is not
 * annulled; one of an older edition is of that alone.
 *
 * @param expectedVersion the version that the admin saw; 0 for none
 * @throws ResolutionConflictError naming who was first where there is a later one
 * @throws QuestionNotFoundError, NotResolvableError, or InvalidResultError where the result does not fit
 */
export function publish(
  db: Db,
  accountId: number,
  slug: string,
  decision: Decision,
  expectedVersion: number,
): Promise<Published> {
  return changeAs(db, { accountId, reason: decision.note }, async (tx) => {
    const { question, editions } = await lockAll(tx, slug, decision);
    const latest = await findLatest(tx, question.id);
    if ((latest?.version ?? 0) !== expectedVersion) {
      throw new ResolutionConflictError(
        latest?.version ?? 0,
        latest?.decider ?? '',
        latest?.publishedAt ?? null,
      );
    }
    const { version, ...told } = await addVersion(tx, accountId, question, decision);
    const followed: string[] = [];
    const notes: notices.NewNotice[] = [{ version, ...told }];
    for (const edition of editions) {
      const followUp = await decisionFor(tx, edition, question, decision);
      if (!followUp) continue;
      notes.push(await addVersion(tx, accountId, edition, followUp));
      followed.push(edition.slug);
    }
    await leaderboard.republish(tx, { questionId: question.id, version });
    for (const note of notes) await notices.announce(tx, note);
    return { version, editions: followed };
  });
}

/**
 * Shuts the gates of the question and of every edition that its result resolves, in one order for everybody, and reads
 * them as they are behind the locks: a close may have come before us, or another edition.
 */
async function lockAll(
  tx: Transaction<DB>,
  slug: string,
  { result }: Decision,
): Promise<{ question: Resolvable; editions: Resolvable[] }> {
  const locked = new Set<number>();
  for (;;) {
    const question = await getResolvable(tx, slug);
    const editions = result ? await editionsAfter(tx, question) : [];
    const missing = [question, ...editions].map(({ id }) => id).filter((id) => !locked.has(id));
    if (missing.length === 0) return { question, editions };
    for (const id of missing.sort((a, b) => a - b)) {
      await lockGate(tx, id);
      locked.add(id);
    }
  }
}

/** Everybody's scores for an outcome, as publishing it would store them. */
export async function scoreFor(
  db: Db,
  question: Resolvable,
  outcome: boolean[],
  knownAt: Date,
): Promise<Scored> {
  const rows = await listLog(db, question.id);
  const crowd = await listCrowd(db, question.id, CROWD);
  const horizon = {
    opensAt: question.opensAt.getTime(),
    closesAt: question.closesAt?.getTime() ?? null,
    knownAt: knownAt.getTime(),
  };
  return score({ rows, crowd, options: question.options.length, seats: question.seats, horizon }, outcome);
}

/** @returns what to tell everyone concerned */
async function addVersion(
  tx: Transaction<DB>,
  decidedBy: number,
  question: Resolvable,
  { result, evidence, note }: Decision,
): Promise<notices.NewNotice & { version: number }> {
  const latest = await findLatest(tx, question.id);
  const version = (latest?.version ?? 0) + 1;
  try {
    await insertResolution(tx, {
      questionId: question.id,
      version,
      outcome: result?.outcome ?? null,
      knownAt: result?.knownAt ?? null,
      evidenceUrls: evidence.map(({ url }) => url),
      evidenceTimes: evidence.map(({ publishedAt }) => publishedAt),
      note,
      decidedBy,
    });
  } catch (error) {
    throw sqlStateOf(error) === SqlState.notAResult ? new InvalidResultError() : error;
  }
  if (result) {
    const scored = await scoreFor(tx, question, result.outcome, result.knownAt);
    await insertScores(tx, question.id, version, scored);
  }
  const kind = !result ? 'annulled' : version === 1 ? 'result' : 'correction';
  return { kind, questionId: question.id, version };
}

/** What an edition is resolved as with the question; null where it stays as it is. */
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
