// Preview of publishing a result: computes the changes without writing anything.
import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { PreviewView } from '#lib/types/resolution.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { liftTimeouts } from '../db/timeouts.ts';
import { listExcluded } from '../forecast-log/whole-log.ts';
import { ownForecast } from './own-forecast.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import { countLate, type Resolvable } from './queries.ts';
import { changesOf, type RankChange, Totals } from './rank-changes.ts';
import { listBoardTotals, listHandles, listScoresOf } from './standing-queries.ts';
import { type Decision, scoreFor } from './version.ts';

/** @param decision a result or an annulment, as it would be published */
export function preview(
  db: Db,
  accountId: number,
  question: Resolvable,
  decision: Decision,
): Promise<PreviewView> {
  const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return transaction.execute(async (tx) => {
    await liftTimeouts(tx);
    return previewIn(tx, accountId, question, decision);
  });
}

async function previewIn(
  tx: Transaction<DB>,
  accountId: number,
  question: Resolvable,
  { result }: Decision,
): Promise<PreviewView> {
  const totals = new Totals();
  for (const row of await listBoardTotals(tx)) totals.add(row.accountId, row.peerMicro, row.questions);
  const excluded = new Set(await listExcluded(tx));
  const before = totals.rank(excluded);
  const editions: PreviewView['editions'] = [];
  let ranked = 0;
  for (const [each, outcome] of await outcomesOf(tx, question, result)) {
    for (const row of await listScoresOf(tx, each.id))
      totals.add(row.accountId, -row.peerMicro, row.coverageMillionths > 0 ? -1 : 0);
    if (outcome && result) {
      const scores = (await scoreFor(tx, each, outcome, result.knownAt)).scores;
      for (const [i, id] of scores.accountId.entries())
        totals.add(id, scores.peerMicro[i]!, scores.coverageMillionths[i]! > 0 ? 1 : 0);
      if (each.id === question.id) ranked = scores.rank.reduce((sum, rank) => sum + (rank > 0 ? 1 : 0), 0);
    }
    if (each.id !== question.id)
      editions.push({ slug: each.slug, title: each.title, survivors: survivorsOf(each, outcome) });
  }
  const { moved, gains, losses } = changesOf(before, totals.rank(excluded), totals.accountIds);
  const handles = await listHandles(tx, [...gains, ...losses]);
  const shown = (changes: RankChange[]) =>
    changes.map(({ accountId: id, ...change }) => ({ handle: handles.get(id) ?? '', ...change }));
  return {
    ranked,
    editions,
    late: result ? await countLate(tx, question.id, result.knownAt) : 0,
    own: await ownForecast(tx, accountId, question.id),
    ...{ moved, gains: shown(gains), losses: shown(losses) },
  };
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
