// Preview of publishing a result: computes the changes without writing anything.
import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { AnnouncementChangesView } from '#lib/types/announcement.ts';
import type { PreviewView } from '#lib/types/resolution.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { liftTimeouts } from '../db/timeouts.ts';
import { listExcluded } from '../forecast-log/whole-log.ts';
import { ownForecast } from './own-forecast.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import { countLate, type Resolvable } from './queries.ts';
import { getResolvable } from './service.ts';
import { changesOf, type RankChange, Totals } from './rank-changes.ts';
import { countForecasters, listBoardTotals, listHandles, listScoresOf } from './standing-queries.ts';
import { type Decision, scoreFor } from './version.ts';

/** @param decision a result or an annulment, as it would be published */
export function preview(
  db: Db,
  accountId: number,
  question: Resolvable,
  decision: Decision,
): Promise<PreviewView> {
  return reading(db, async (tx) => {
    const { changes, ranked } = await changesIn(tx, [{ question, decision }]);
    return {
      ...changes,
      ranked,
      late: decision.result ? await countLate(tx, question.id, decision.result.knownAt) : 0,
      own: await ownForecast(tx, accountId, question.id),
    };
  });
}

/**
 * What publishing several results at once would change.
 *
 * @param closings slugs of questions that are closed with it
 */
export function previewAll(
  db: Db,
  decisions: readonly { slug: string; decision: Decision }[],
  closings: readonly string[],
): Promise<AnnouncementChangesView> {
  return reading(db, async (tx) => {
    const questions = [];
    for (const { slug, decision } of decisions)
      questions.push({ question: await getResolvable(tx, slug), decision });
    const { changes, resolvedIds } = await changesIn(tx, questions);
    const closedIds = [];
    for (const slug of closings) closedIds.push((await getResolvable(tx, slug)).id);
    return { ...changes, notified: await countForecasters(tx, [...resolvedIds, ...closedIds]) };
  });
}

function reading<T>(db: Db, work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return transaction.execute(async (tx) => {
    await liftTimeouts(tx);
    return work(tx);
  });
}

/** @returns also how many the decisions rank on their questions, and the ids of all questions that they resolve */
async function changesIn(
  tx: Transaction<DB>,
  decisions: readonly { question: Resolvable; decision: Decision }[],
) {
  const totals = new Totals();
  for (const row of await listBoardTotals(tx)) totals.add(row.accountId, row.peerMicro, row.questions);
  const excluded = new Set(await listExcluded(tx));
  const before = totals.rank(excluded);
  const named = new Set(decisions.map(({ question }) => question.id));
  const editions: PreviewView['editions'] = [];
  const resolvedIds: number[] = [];
  let ranked = 0;
  for (const { question, decision } of decisions) {
    for (const [each, outcome] of await outcomesOf(tx, question, decision.result)) {
      if (each.id !== question.id && named.has(each.id)) continue;
      resolvedIds.push(each.id);
      for (const row of await listScoresOf(tx, each.id))
        totals.add(row.accountId, -row.peerMicro, row.coverageMillionths > 0 ? -1 : 0);
      if (outcome && decision.result) {
        const { scores } = await scoreFor(tx, each, outcome, decision.result.knownAt);
        for (const [i, id] of scores.accountId.entries())
          totals.add(id, scores.peerMicro[i]!, scores.coverageMillionths[i]! > 0 ? 1 : 0);
        if (each.id === question.id) ranked += scores.rank.reduce((sum, rank) => sum + (rank > 0 ? 1 : 0), 0);
      }
      if (each.id !== question.id)
        editions.push({ slug: each.slug, title: each.title, survivors: survivorsOf(each, outcome) });
    }
  }
  const { moved, gains, losses } = changesOf(before, totals.rank(excluded), totals.accountIds);
  const handles = await listHandles(tx, [...gains, ...losses]);
  const shown = (changes: RankChange[]) =>
    changes.map(({ accountId: id, ...change }) => ({ handle: handles.get(id) ?? '', ...change }));
  return { changes: { editions, moved, gains: shown(gains), losses: shown(losses) }, ranked, resolvedIds };
}

/** The question and the editions that its result would also resolve, each with its outcome. */
async function outcomesOf(
  db: Db,
  question: Resolvable,
  result: Decision['result'],
): Promise<[Resolvable, boolean[] | null][]> {
  const outcomes: [Resolvable, boolean[] | null][] = [[question, result?.outcome ?? null]];
  if (!result) return outcomes;
  for (const edition of await editionsAfter(db, question)) {
    const outcome = await outcomeToFollow(db, edition, question, result);
    if (outcome) outcomes.push([edition, outcome]);
  }
  return outcomes;
}

function survivorsOf({ options }: Resolvable, outcome: boolean[] | null): Text[] {
  return options.filter((_, i) => outcome?.[i]).map(({ label }) => label);
}
