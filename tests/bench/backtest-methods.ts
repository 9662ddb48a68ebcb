// Ways to make one forecast out of many: ours, and those it is measured against.

import { crowdOdds, oddsFromMeans, recencyWeights } from '../../src/lib/domain/crowd.ts';
import { logit } from '../../src/lib/domain/log-odds.ts';
import { largestRemainder, SEAT } from '../../src/lib/domain/seats.ts';
import type { Probabilities } from './backtest-data.ts';

/** Probabilities closer to 0 and 1 than this have no finite log-odds worth averaging. */
const CLIP = 0.01;

/** The first method's, over the number of options. */
const FIRST_METHOD_CLIP = 0.06;

/** From standing forecasts, oldest first, to one; `timed` says whether their order means anything. */
export type Method = (crowd: readonly Probabilities[], timed: boolean) => number[];

export const METHODS: Readonly<Record<string, Method>> = {
  ours: (crowd, timed) => crowdOdds(crowd.map(toPermille), 1, { recency: timed }).map((p) => p / SEAT),
  'first method': (crowd, timed) => firstMethod(crowd.map(toPermille), 1, timed).map((p) => p / SEAT),
  // Metaculus's community prediction: the recency-weighted median of each option, brought to sum 1.
  metaculus: (crowd, timed) => normalised(weightedMedians(crowd, timed)),
  mean: (crowd) => perOption(crowd, mean),
  median: (crowd) => normalised(weightedMedians(crowd, false)),
  'geo. mean of odds': (crowd) =>
    normalised(
      perOption(crowd, (values) => {
        const logOdds = values
          .map((p) => Math.min(1 - CLIP, Math.max(CLIP, p)))
          .map((p) => Math.log(p / (1 - p)));
        return 1 / (1 + Math.exp(-mean(logOdds)));
      }),
    ),
};

/** Brier score as Brier defined it: the sum over options of the squared error, 0 best, 2 worst. */
export function brier(probabilities: Probabilities, outcome: number): number {
  return probabilities.reduce((sum, p, i) => sum + (p - (i === outcome ? 1 : 0)) ** 2, 0);
}

/**
 * The site's first method: the crowd odds of today without winsorising and without weights for unverified accounts.
 *
 * @param standing forecasts in permille, oldest first
 * @returns permille summing to 1000·seats
 */
export function firstMethod(
  standing: readonly (readonly number[])[],
  seats: number,
  recency = true,
): number[] {
  const n = standing.length;
  const limit = logit(1 - FIRST_METHOD_CLIP / standing[0]!.length);
  const ofNewest = recencyWeights(n);
  const weights = standing.map((_, at) => (recency ? (ofNewest[n - 1 - at] ?? 0) : 1));
  const total = weights.reduce((a, b) => a + b);
  const means = perOption(standing, (values) => {
    const clipped = values.map((p) => Math.min(limit, Math.max(-limit, logit(p / SEAT))));
    return clipped.reduce((sum, x, at) => sum + weights[at]! * x, 0) / total;
  });
  return oddsFromMeans(means, seats, n);
}

/** Median of each option over forecasts, oldest first; with weights e^(√i − √n) where `recency`. Need not sum to seats. */
export function weightedMedians(crowd: readonly (readonly number[])[], recency: boolean): number[] {
  const n = crowd.length;
  const weights = crowd.map((_, at) => (recency ? Math.exp(Math.sqrt(at + 1) - Math.sqrt(n)) : 1));
  return perOption(crowd, (values) => weightedMedian(values, weights));
}

function toPermille(probabilities: Probabilities): number[] {
  const wanted = probabilities.map((p) => 1000 * p);
  return largestRemainder(wanted, 1000, 1, 999);
}

/** The value at which half the weight is reached; the middle of two where it is reached exactly between them. */
function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const half = weights.reduce((a, b) => a + b, 0) / 2;
  let reached = 0;
  for (let at = 0; at < order.length; at++) {
    const value = values[order[at]!]!;
    reached += weights[order[at]!]!;
    if (Math.abs(reached - half) < 1e-9 && at + 1 < order.length)
      return (value + values[order[at + 1]!]!) / 2;
    if (reached > half) return value;
  }
  return values[order.at(-1)!]!;
}

function perOption(
  crowd: readonly (readonly number[])[],
  combine: (values: readonly number[]) => number,
): number[] {
  return crowd[0]!.map((_, i) => combine(crowd.map((probabilities) => probabilities[i]!)));
}

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return sum > 0 ? values.map((p) => p / sum) : values.map(() => 1 / values.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
