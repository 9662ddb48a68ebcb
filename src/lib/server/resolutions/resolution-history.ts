// Public resolution history: every version with its evidence, who decided it, and that admin's own forecast.
import type { DisclosureView } from '#lib/types/people.ts';
import type { VersionView } from '#lib/types/resolution.ts';
import type { Db } from '../db/connect.ts';
import { disclosuresOf } from '../accounts/disclosures.ts';
import * as leaderboard from '../leaderboard/service.ts';
import { getResolvable } from './service.ts';
import { listVersions, type VersionRow } from './queries.ts';
import { evidenceOf } from './evidence.ts';
import { ownForecast } from './own-forecast.ts';
import { listRankChanges, listRankLosses } from './standing-queries.ts';

const MOST_CHANGES = 20;

/** All versions, latest first; empty before a decision. @throws QuestionNotFoundError, NotResolvableError */
export async function find(
  db: Db,
  slug: string,
): Promise<{ versions: VersionView[]; disclosures: DisclosureView[] }> {
  const question = await getResolvable(db, slug);
  const versions = await listVersions(db, question.id);
  const views = await Promise.all(
    versions.map((version, i) => viewOf(db, question.id, version, i === versions.length - 1)),
  );
  const disclosures = await disclosuresOf(db, [...new Set(versions.map(({ decidedBy }) => decidedBy))]);
  return { versions: views.reverse(), disclosures };
}

async function viewOf(db: Db, questionId: number, row: VersionRow, isLatest: boolean): Promise<VersionView> {
  const { version, outcome, note, decider, confirmer, publishedAt } = row;
  const [deciderForecast, ranked, rankChanges] = await Promise.all([
    ownForecast(db, row.decidedBy, questionId, publishedAt),
    leaderboard.countRanked(db, questionId, version),
    (outcome ? listRankChanges : listRankLosses)(db, questionId, version, MOST_CHANGES),
  ]);
  return {
    version,
    outcome,
    note,
    decider,
    provisionalUntil: isLatest ? (row.provisionalUntil?.toISOString() ?? null) : null,
    confirmer,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    knownAt: row.knownAt?.toISOString() ?? null,
    publishedAt: publishedAt.toISOString(),
    evidence: evidenceOf(row).map((each) => ({ ...each, publishedAt: each.publishedAt.toISOString() })),
    deciderForecast,
    deciderIsAuthor: row.isAuthor,
    ranked,
    rankChanges,
  };
}
