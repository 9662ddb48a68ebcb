import { MICRO } from '#lib/domain/micro.ts';
import type { QuestionScoreView, VersionScoreView } from '#lib/types/forecaster.ts';
import { zip } from '#lib/domain/zip.ts';
import * as disclosures from '../../people/moderation/disclosures.ts';
import * as exclusions from '../../people/moderation/exclusions.ts';
import * as identities from '../../people/providers/identities.ts';
import * as accounts from '../../people/accounts/service.ts';
import * as cards from '../cards/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import * as forecasts from '../../forecasts/service.ts';
import { linePage, scoresOf } from '../../results/leaderboard/my-scores.ts';
import * as markets from '../../market/service.ts';
import * as notices from '../../people/notices/service.ts';
import * as passkeys from '../../people/passkeys/service.ts';
import { listQuestionOptions } from './queries.ts';

/** Scores of a forecaster in every version of a result, as JSON: points with at most six decimals, shares 0 to 1. */
export function scoresJson({ question, latest, earlier, late }: QuestionScoreView) {
  return [latest, ...earlier].map((version, i) => ({
    question,
    version: version.version,
    isLatest: i === 0,
    publishedAt: version.publishedAt,
    knownAt: version.knownAt,
    outcome: version.outcome,
    ...numbersOf(version),
    late,
  }));
}

/** Nulls where the question was annulled. */
function numbersOf({ score, ranked }: VersionScoreView) {
  if (!score) return { peer: null, baseline: null, coverage: null, brier: null, rank: null, ranked: null };
  return {
    peer: score.peerMicro / MICRO,
    baseline: score.baselineMicro / MICRO,
    coverage: score.coverageMillionths / MICRO,
    brier: score.brierMillionths === null ? null : score.brierMillionths / MICRO,
    rank: score.rank,
    ranked,
  };
}

// Everything stored about one account, section by section. Long sections are read in batches, so that an export holds one
// batch at a time, however long the log is.

/** Rows read at once. */
const BATCH = 1_000;
/** More than any account has. */
const MOST_NOTICES = 10_000;

type Item = Record<string, unknown>;
export type Section = Item | Iterable<Item> | AsyncIterable<Item>;

interface Question {
  id: number;
  slug: string;
  options: { slug: string }[];
}

/** @param sessions the account's open sessions as its page shows them */
export async function sectionsOf(
  db: Db,
  accountId: number,
  sessions: Item[],
): Promise<Record<string, Section>> {
  const [
    account,
    linked,
    keys,
    questions,
    scores,
    noticeRows,
    decisions,
    disclosed,
    shared,
    positions,
    balances,
  ] = await Promise.all([
    accounts.profile(db, accountId),
    identities.list(db, accountId),
    passkeys.list(db, accountId),
    listQuestionOptions(db),
    scoresOf(db, accountId),
    notices.list(db, accountId, MOST_NOTICES),
    exclusions.historyOf(db, accountId),
    disclosures.historyOf(db, accountId),
    cards.list(db, accountId),
    markets.positionsOf(db, accountId),
    markets.balancesOf(db, accountId),
  ]);
  const versions = scores.flatMap(scoresJson);
  return {
    account,
    identities: linked,
    passkeys: keys,
    forecasts: forecastsOf(db, accountId, questions),
    scores: versions,
    scoreLines: linesOf(db, accountId, questions, versions),
    trades: markets.tradesOf(db, accountId),
    positions,
    balances,
    notices: noticeRows.map(({ at, kind, slug, isNew }) => ({ at, kind, question: slug, isNew })),
    exclusions: decisions.map(({ excluded, reason, decidedAt }) => ({ excluded, reason, decidedAt })),
    disclosures: disclosed,
    cards: shared.map((card) => ({ ...card })),
    sessions,
  };
}

async function* forecastsOf(db: Db, accountId: number, questions: Question[]): AsyncGenerator<Item> {
  const optionsOf = new Map(questions.map(({ slug, options }) => [slug, options]));
  let before: number | undefined;
  do {
    const rows = await forecasts.log(db, accountId, { limit: BATCH, before });
    for (const { question, requestId, madeAt, permille } of rows)
      yield { question, requestId, madeAt, permille: permille && named(optionsOf.get(question), permille) };
    before = rows.length < BATCH ? undefined : rows.at(-1)?.seq;
  } while (before !== undefined);
}

function named(options: { slug: string }[] = [], permille: number[]): Record<string, number> {
  return Object.fromEntries(zip(options, permille).map(([{ slug }, value]) => [slug, value]));
}

async function* linesOf(
  db: Db,
  accountId: number,
  questions: Question[],
  versions: { question: string; version: number }[],
): AsyncGenerator<Item> {
  for (const { question, version } of versions) {
    const { id: questionId, options } = questions.find(({ slug }) => slug === question)!;
    let after: number | null = 0;
    while (after !== null) {
      const page = await linePage(db, accountId, options, { questionId, version, after, limit: BATCH });
      for (const { peerMicro, baselineMicro, ...line } of page.lines)
        yield { question, version, ...line, peer: peerMicro / MICRO, baseline: baselineMicro / MICRO };
      after = page.next;
    }
  }
}
