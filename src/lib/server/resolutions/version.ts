// One version of a resolution with its scores.
import type { Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { SqlState, sqlStateOf } from '../db/sqlstate.ts';
import { InvalidResultError } from '../errors.ts';
import type { NewNotice } from '../notices/new-notice.ts';
import type { Evidence } from './evidence.ts';
import { findLatest, insertResolution, listCrowd, listLog, type Resolvable } from './queries.ts';
import { insertScores } from './score-queries.ts';
import { CROWD, score, type Scored } from './scoring.ts';

/** An admin's decision: outcome per option and when it became public, or null for an annulment. */
export interface Decision {
  result: { outcome: boolean[]; knownAt: Date } | null;
  evidence: Evidence[];
  /** Reason; required for every version but a first result. */
  note: string;
}

/** Scores of all accounts for an outcome, as publishing it would store them. */
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

/** Stores the next version and its scores. @returns the notice for it */
export async function addVersion(
  tx: Transaction<DB>,
  decidedBy: number,
  question: Resolvable,
  { result, evidence, note }: Decision,
): Promise<NewNotice & { version: number }> {
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
