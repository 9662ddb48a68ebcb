// Preview of publishing a result: computes the changes without writing anything.
import { competitionRanking } from '#lib/domain/ranking.ts';
import type { Text } from '#lib/contest/types.ts';
import type { PreviewView, RankChangeView } from '#lib/types/resolution.ts';
import type { Db } from '../db/connect.ts';
import { ownForecast } from './own-forecast.ts';
import { editionsAfter, outcomeToFollow } from './editions.ts';
import { countLate, type Resolvable } from './queries.ts';
import { listBoardTotals, listRankable, listScoresOf } from './standing-queries.ts';
import { type Decision, scoreFor } from './version.ts';

/** Rank changes shown at each end, few enough to read on a phone. */
const MOST_SHOWN = 5;

interface Total {
  peerMicro: number;
  questions: number;
}

/** @param decision a result or an annulment, as it would be published */
export async function preview(
  db: Db,
  accountId: number,
  question: Resolvable,
  { result }: Decision,
): Promise<PreviewView> {
  const totals = await listBoardTotals(db);
  const before = await rank(db, totals);
  const editions: PreviewView['editions'] = [];
  let ranked = 0;
  for (const [each, outcome] of await outcomesOf(db, question, result)) {
    const after = outcome && result ? (await scoreFor(db, each, outcome, result.knownAt)).scores : [];
    replace(totals, await listScoresOf(db, each.id), after);
    if (each.id !== question.id)
      editions.push({ slug: each.slug, title: each.title, survivors: survivorsOf(each, outcome) });
    else ranked = after.filter(({ rank }) => rank !== null).length;
  }
  const after = await rank(db, totals);
  return {
    ranked,
    editions,
    late: result ? await countLate(db, question.id, result.knownAt) : 0,
    own: await ownForecast(db, accountId, question.id),
    ...changesOf(before, after),
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

interface Scored {
  accountId: number;
  peerMicro: number;
  coverageMillionths: number;
}

/** Takes a question's earlier scores out of the totals and puts the new ones in. */
function replace(totals: Map<number, Total>, earlier: Scored[], later: Scored[]): void {
  for (const [scores, sign] of [
    [earlier, -1],
    [later, 1],
  ] as const) {
    for (const { accountId, peerMicro, coverageMillionths } of scores) {
      const total = totals.get(accountId) ?? { peerMicro: 0, questions: 0 };
      totals.set(accountId, {
        peerMicro: total.peerMicro + sign * peerMicro,
        questions: total.questions + (coverageMillionths > 0 ? sign : 0),
      });
    }
  }
}

type Ranks = Map<number, { handle: string; rank: number; peerMicro: number }>;

async function rank(db: Db, totals: ReadonlyMap<number, Total>): Promise<Ranks> {
  const rankable = await listRankable(db, [...totals.keys()]);
  const entries = rankable
    .map((account) => ({ ...account, ...totals.get(account.id)! }))
    .filter(({ questions }) => questions > 0);
  return new Map(
    competitionRanking(entries, ({ peerMicro }) => peerMicro).map(({ entry, rank: place }) => [
      entry.id,
      { handle: entry.handle, rank: place, peerMicro: entry.peerMicro },
    ]),
  );
}

function changesOf(before: Ranks, after: Ranks): Pick<PreviewView, 'gains' | 'losses' | 'moved'> {
  const changes: RankChangeView[] = [...new Set([...before.keys(), ...after.keys()])].map((id) => {
    const [was, becomes] = [before.get(id), after.get(id)];
    return {
      handle: (becomes ?? was)!.handle,
      rankBefore: was?.rank ?? null,
      rankAfter: becomes?.rank ?? null,
      peerMicro: (becomes?.peerMicro ?? 0) - (was?.peerMicro ?? 0),
    };
  });
  changes.sort((a, b) => b.peerMicro - a.peerMicro);
  return {
    moved: changes.filter(({ rankBefore, rankAfter }) => rankBefore !== rankAfter).length,
    gains: changes.filter(({ peerMicro }) => peerMicro > 0).slice(0, MOST_SHOWN),
    losses: changes
      .filter(({ peerMicro }) => peerMicro < 0)
      .slice(-MOST_SHOWN)
      .reverse(),
  };
}
