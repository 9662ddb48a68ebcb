// The scores of a log, worked out the plain way: at every instant from all forecasts that stand then. Quadratic, and
// sharing no code with the table it is compared with.

import type { Horizon, LogRow } from '../../src/lib/domain/scores.ts';

interface ReferenceScore {
  account: string;
  baseline: number;
  peer: number;
  coverage: number;
  brier: number | null;
}

function baseline(permille: readonly number[], outcome: readonly boolean[], seats: number): number {
  const n = permille.length;
  const even = seats / n;
  const entropy = -even * Math.log(even) - (1 - even) * Math.log(1 - even);
  let score = 0;
  permille.forEach((p, i) => {
    score += outcome[i] ? Math.log(p / 1000 / even) : Math.log((1 - p / 1000) / (1 - even));
  });
  return (100 * score) / (n * entropy);
}

/** Same arguments and result as `scoresFor(scoreTable(…), outcome)`. */
export function referenceScores(
  rows: readonly LogRow[],
  { opensAt, closesAt, knownAt }: Horizon,
  outcome: readonly boolean[],
  seats: number,
): ReferenceScore[] {
  const end = closesAt ?? knownAt;
  const until = Math.min(end, knownAt);
  const counted = rows.filter((row) => row.madeAt < until);
  const cuts = [opensAt, ...counted.map((row) => row.madeAt).filter((t) => t > opensAt), until];
  const scores = [...new Set(rows.map((row) => row.account))].map((account) => ({
    account,
    baseline: 0,
    peer: 0,
    coverage: 0,
    brier: null as number | null,
  }));
  const squaredErrors = new Map<string, number>();
  const instants = [...new Set(cuts)].sort((a, b) => a - b).filter((t) => t >= opensAt && t <= until);
  instants.slice(0, -1).forEach((from, at) => {
    const share = (instants[at + 1]! - from) / (end - opensAt);
    const standing = new Map<string, LogRow>();
    for (const row of counted) if (row.madeAt <= from) standing.set(row.account, row);
    for (const score of scores) {
      const row = standing.get(score.account);
      if (!row?.permille) continue;
      const own = baseline(row.permille, outcome, seats);
      const others = [...standing.values()]
        .filter((other) => other.permille && !other.outside && other.account !== score.account)
        .map((other) => baseline(other.permille!, outcome, seats));
      const mean = others.reduce((sum, points) => sum + points, 0) / others.length;
      score.baseline += share * own;
      score.peer += others.length === 0 ? 0 : share * (own - mean);
      score.coverage += share;
      const squares = row.permille.map((p, i) => (p / 1000 - (outcome[i] ? 1 : 0)) ** 2);
      const error = squares.reduce((sum, square) => sum + square, 0) / squares.length;
      squaredErrors.set(score.account, (squaredErrors.get(score.account) ?? 0) + share * error);
    }
  });
  for (const score of scores) {
    if (score.coverage > 0) score.brier = squaredErrors.get(score.account)! / score.coverage;
  }
  return scores;
}
