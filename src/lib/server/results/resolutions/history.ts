// Public resolution history: every version with its evidence, who decided it, and that admin's own forecast.
import type { DisclosureView } from '#lib/types/people.ts';
import type { VersionView } from '#lib/types/resolution.ts';
import type { Db } from '../../platform/db/connect.ts';
import { disclosuresOf } from '../../people/moderation/disclosures.ts';
import { NotResolvableError } from '../../platform/errors.ts';
import { evidenceOf } from './queries.ts';
import { type HistoryRow, listHistory } from './history-queries.ts';
import { ownForecastFrom } from './own-forecast.ts';

const MOST_CHANGES = 20;

/** All versions, latest first; empty before a decision. @throws NotResolvableError for an opinion question */
export async function find(
  db: Db,
  question: { id: number; scored: boolean },
): Promise<{ versions: VersionView[]; disclosures: DisclosureView[] }> {
  if (!question.scored) throw new NotResolvableError();
  const versions = await listHistory(db, question.id, MOST_CHANGES);
  const views = versions.map((version, i) => viewOf(version, i === versions.length - 1));
  const disclosures = await disclosuresOf(db, [...new Set(versions.map(({ decidedBy }) => decidedBy))]);
  return { versions: views.reverse(), disclosures };
}

function viewOf(row: HistoryRow, isLatest: boolean): VersionView {
  const { version, outcome, note, decider, confirmer, publishedAt, ranked, rankChanges } = row;
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
    deciderForecast: ownForecastFrom(row.deciderLog),
    deciderIsAuthor: row.isAuthor,
    ranked: ranked ?? 0,
    rankChanges,
  };
}
