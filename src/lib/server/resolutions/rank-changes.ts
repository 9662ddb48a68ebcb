// How ranks on the board of all questions would change. Columns of numbers, for a million accounts.
import { competitionRanking } from '#lib/domain/ranking.ts';

/** Rank changes shown at each end, few enough to read on a phone. */
const MOST_SHOWN = 5;

export interface RankChange {
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
export class Totals {
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
export function changesOf(before: Ranks, after: Ranks, accountIds: readonly number[]) {
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
