// Computes a board under assumed results: official scores plus the scores of open questions as if they were resolved now,
// from the same score tables as official results. Pure.
import { type AccountTotals, scoresOf } from '#lib/domain/account-totals.ts';
import { microScore } from '#lib/domain/micro.ts';
import { CROWD, MARKET, REFERENCES } from '../../forecasts/log/growing-log.ts';
import type { ReferenceSum } from '../leaderboard/rows.ts';
import { evenScoreFor, type ScoreTable } from '#lib/domain/scores.ts';

/** Official scores of an account, summed over all questions. */
export interface Sum {
  peerMicro: number;
  baselineMicro: number;
  coverageSum: number;
  questions: number;
}

/** A question with an assumed outcome. */
interface Assumed {
  /** Null when the horizon is empty: the question counts, without scores. */
  table: ScoreTable | null;
  outcome: boolean[];
}

export interface Input {
  /** Database ids by index; 0 for the crowd and the market. */
  accountIds: ArrayLike<number>;
  isExcluded: ArrayLike<number>;
  /** Whose rows are on the board, by index; null for everybody's. Points are the same. */
  isShown: ArrayLike<number> | null;
  /** By index. */
  official: ReadonlyMap<number, Sum>;
  officialReferences: readonly ReferenceSum[];
  officialQuestions: number;
  assumed: readonly Assumed[];
}

/** Accounts with scores: the ranked in order of place, then the excluded (rank 0). */
export interface ComputedBoard {
  accounts: Int32Array;
  ranks: Int32Array;
  peerMicro: Float64Array;
  baselineMicro: Float64Array;
  coverageMillionths: Int32Array;
  questions: Uint16Array;
  /** Ranked on this board. */
  ranked: number;
  /** Ranked on the board of everybody. */
  pool: number;
  counted: number;
  references: ReferenceSum[];
}

export function computeBoard(input: Input): ComputedBoard {
  const { accountIds, isExcluded, isShown, officialQuestions, assumed } = input;
  const accounts = accountIds.length;
  const sums = sumAll(input);
  const counted = officialQuestions + assumed.length;
  const entries: number[] = [];
  let pool = 0;
  for (let i = REFERENCES; i < accounts; i++) {
    if (sums.questions[i] === 0) continue;
    if (isExcluded[i] === 0) pool += 1;
    if (isShown?.[i] !== 0) entries.push(i);
  }
  entries.sort(
    (a, b) =>
      isExcluded[a]! - isExcluded[b]! || sums.peer[b]! - sums.peer[a]! || accountIds[a]! - accountIds[b]!,
  );
  const ranked = entries.filter((i) => isExcluded[i] === 0).length;
  const board: ComputedBoard = {
    accounts: Int32Array.from(entries, (i) => accountIds[i]!),
    ranks: new Int32Array(entries.length),
    peerMicro: Float64Array.from(entries, (i) => sums.peer[i]!),
    baselineMicro: Float64Array.from(entries, (i) => sums.baseline[i]!),
    coverageMillionths: Int32Array.from(entries, (i) => Math.round(sums.coverage[i]! / counted)),
    questions: Uint16Array.from(entries, (i) => sums.questions[i]!),
    ranked,
    pool,
    counted,
    references: referencesOf(input, sums),
  };
  for (let place = 0; place < ranked; place++) {
    const isTied = place > 0 && board.peerMicro[place] === board.peerMicro[place - 1];
    board.ranks[place] = isTied ? board.ranks[place - 1]! : place + 1;
  }
  return board;
}

interface Sums {
  peer: Float64Array;
  baseline: Float64Array;
  coverage: Float64Array;
  questions: Uint16Array;
}

function sumAll({ accountIds, official, assumed }: Input): Sums {
  const accounts = accountIds.length;
  const sums: Sums = {
    peer: new Float64Array(accounts),
    baseline: new Float64Array(accounts),
    coverage: new Float64Array(accounts),
    questions: new Uint16Array(accounts),
  };
  for (const [i, sum] of official) {
    sums.peer[i] = sum.peerMicro;
    sums.baseline[i] = sum.baselineMicro;
    sums.coverage[i] = sum.coverageSum;
    sums.questions[i] = sum.questions;
  }
  for (const { table, outcome } of assumed) {
    // Accounts that are newer than a cached table have no row in it.
    if (table) addScores(sums, table.totals, outcome, Math.min(accounts, table.accounts.length));
  }
  return sums;
}

/** Adds a question's scores, rounded as official scores are stored. */
function addScores(sums: Sums, totals: AccountTotals, outcome: boolean[], accounts: number): void {
  for (let i = 0; i < accounts; i++) {
    const { peerMicro, baselineMicro, coverageMillionths } = microScore(scoresOf(totals, i, outcome));
    if (coverageMillionths === 0) continue;
    sums.peer[i]! += peerMicro;
    sums.baseline[i]! += baselineMicro;
    sums.coverage[i]! += coverageMillionths;
    sums.questions[i]! += 1;
  }
}

function referencesOf({ officialReferences, assumed }: Input, sums: Sums): ReferenceSum[] {
  const none: Sum = { peerMicro: 0, baselineMicro: 0, coverageSum: 0, questions: 0 };
  const officialOf = (who: ReferenceSum['who']) =>
    officialReferences.find((reference) => reference.who === who) ?? none;
  const even = { ...officialOf('even') };
  for (const { table, outcome } of assumed) {
    if (!table) continue;
    const { peerMicro, coverageMillionths } = microScore(evenScoreFor(table, outcome));
    even.peerMicro += peerMicro;
    even.coverageSum += coverageMillionths;
    even.questions += 1;
  }
  const scored = (who: ReferenceSum['who'], index: number): ReferenceSum => {
    const official = officialOf(who);
    return {
      who,
      peerMicro: official.peerMicro + sums.peer[index]!,
      baselineMicro: official.baselineMicro + sums.baseline[index]!,
      coverageSum: official.coverageSum + sums.coverage[index]!,
      questions: official.questions + sums.questions[index]!,
    };
  };
  const references: ReferenceSum[] = [
    scored('crowd', CROWD),
    scored('market', MARKET),
    { ...even, who: 'even' },
  ];
  return references.filter(({ questions }) => questions > 0);
}
