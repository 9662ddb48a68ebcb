// How ranks on the board of all questions would change. Columns of numbers, for a million accounts.
import { competitionRanking } from '#lib/domain/ranking.ts';
import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { AnnouncementChangesView } from '#lib/types/announcement.ts';
import type { PreviewView } from '#lib/types/resolution.ts';
import { type Db, liftTimeouts } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { listExcluded } from '../../forecasts/log/queries.ts';
import { ownForecast } from './own-forecast.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import { countLate, type Resolvable } from './queries.ts';
import { getResolvable } from './service.ts';
import { countForecasters, listBoardTotals, listHandles, listScoresOf } from './history-queries.ts';
import { type Decision, scoreFor } from './version.ts';

/** Rank changes shown at each end, few enough to read on a phone. */
const MOST_SHOWN = 5;

interface RankChange {
  accountId: number;
  /** Null where not ranked. */
  rankBefore: number | null;
  rankAfter: number | null;
  peerMicro: number;
}

/** By account index; 0 where not ranked. */
interface Ranks {
  rank: Int32Array;
  peerMicro: Float64Array;
}

/** Peer points and questions of each account, summed. */
class Totals {
  readonly accountIds: number[] = [];
  readonly #indexOf = new Map<number, number>();
  readonly #peerMicro: number[] = [];
  readonly #questions: number[] = [];

  add(accountId: number, peerMicro: number, questions: number): void {
    let index = this.#indexOf.get(accountId);
    if (index === undefined) {
      index = this.accountIds.push(accountId) - 1;
      this.#indexOf.set(accountId, index);
      this.#peerMicro.push(0);
      this.#questions.push(0);
    }
    this.#peerMicro[index]! += peerMicro;
    this.#questions[index]! += questions;
  }

  /** Ranks those with a question that are not excluded. */
  rank(excluded: ReadonlySet<number>): Ranks {
    const ranked: number[] = [];
    for (const [index, id] of this.accountIds.entries())
      if (this.#questions[index]! > 0 && !excluded.has(id)) ranked.push(index);
    const ranks = {
      rank: new Int32Array(this.accountIds.length),
      peerMicro: new Float64Array(this.accountIds.length),
    };
    for (const { entry, rank } of competitionRanking(ranked, (index) => this.#peerMicro[index]!)) {
      ranks.rank[entry] = rank;
      ranks.peerMicro[entry] = this.#peerMicro[entry]!;
    }
    return ranks;
  }
}

/**
 * @param before of the first accounts
 * @param after of all
 * @returns how many change rank, and those who win or lose most points
 */
function changesOf(before: Ranks, after: Ranks, accountIds: readonly number[]) {
  const changeOf = (index: number) => after.peerMicro[index]! - (before.peerMicro[index] ?? 0);
  const touched = Uint32Array.from(accountIds.keys()).filter(
    (index) => after.rank[index]! > 0 || (before.rank[index] ?? 0) > 0,
  );
  touched.sort((a, b) => changeOf(b) - changeOf(a));
  const view = (index: number): RankChange => ({
    accountId: accountIds[index]!,
    rankBefore: before.rank[index] || null,
    rankAfter: after.rank[index] || null,
    peerMicro: changeOf(index),
  });
  return {
    moved: touched.reduce((sum, index) => sum + (after.rank[index] === (before.rank[index] ?? 0) ? 0 : 1), 0),
    gains: Array.from(touched.subarray(0, MOST_SHOWN), view).filter(({ peerMicro }) => peerMicro > 0),
    losses: Array.from(touched.subarray(-MOST_SHOWN), view)
      .filter(({ peerMicro }) => peerMicro < 0)
      .reverse(),
  };
}

// Preview of publishing a result: computes the changes without writing anything.

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
