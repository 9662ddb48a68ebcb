// One version of a resolution with its scores.
import type { Transaction } from 'kysely';
import type { DB } from '../../platform/db/schema.generated.ts';
import { SqlState, sqlStateOf } from '../../platform/db/sqlstate.ts';
import { InvalidResultError } from '../../platform/errors.ts';
import * as markets from '../../market/settlement.ts';
import type { NewNotice } from '../../people/notices/queries.ts';
import { type Evidence, findLatest, insertResolution, type Resolvable } from './queries.ts';
import type { Report } from './publication-queries.ts';
import { insertScores } from '../scoring/queries.ts';
import { score, type Scored } from '../scoring/scoring.ts';
import { readScoringLog } from '../scoring/scoring-log.ts';
import { countLog } from '../scoring/log-queries.ts';

/** An admin's decision: outcome per option and when it became public, or null for an annulment. */
export interface Decision {
  result: { outcome: boolean[]; knownAt: Date } | null;
  evidence: Evidence[];
  /** Reason; required for every version but a first result. */
  note: string;
}

/** Scores of all accounts for an outcome, as publishing it would store them. */
export async function scoreFor(
  tx: Transaction<DB>,
  question: Resolvable,
  outcome: boolean[],
  knownAt: Date,
  report: Report = () => undefined,
): Promise<Scored> {
  const { id, opensAt, closesAt, options, seats } = question;
  const rows = await countLog(tx, id);
  report('reading', 0, rows);
  const log = await readScoringLog(tx, question, (read) => report('reading', read, rows));
  report('scoring');
  const horizon = {
    opensAt: opensAt.getTime(),
    closesAt: closesAt?.getTime() ?? null,
    knownAt: knownAt.getTime(),
  };
  return score({ log, options: options.length, seats, horizon }, outcome);
}

/** Stores the next version and its scores. @returns the notice for it */
export async function addVersion(
  tx: Transaction<DB>,
  decidedBy: number,
  question: Resolvable,
  { result, evidence, note }: Decision,
  report: Report,
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
    const scored = await scoreFor(tx, question, result.outcome, result.knownAt, report);
    await insertScores(tx, question.id, version, scored, report);
  }
  await markets.settle(tx, question, version, result?.outcome ?? null);
  const kind = !result ? 'annulled' : version === 1 ? 'result' : 'correction';
  return { kind, questionId: question.id, version };
}
