// Odds of all survivor sets by Newton's method on symmetric polynomials against the plain way: fitting the weights in
// proportion, w_i ← w_i · p_i / π_i, with every π_i summed over the sets.

import { listSets, survivorSets } from '../../src/lib/domain/survivor-sets.ts';
import type { Result } from './result.ts';
import { timesFaster } from './side-by-side.ts';

const RESIDUAL = 1e-12;

/** Probability of each set, in index order, once inclusion probabilities are p. */
function fitted(p: readonly number[], seats: number): number[] {
  const sets = listSets(p.length, seats);
  let weights = p.map((each) => each / (1 - each));
  for (;;) {
    const products = sets.map((members) => members.reduce((product, i) => product * weights[i]!, 1));
    const total = products.reduce((sum, product) => sum + product, 0);
    const inclusion = p.map(() => 0);
    sets.forEach((members, at) => members.forEach((i) => (inclusion[i]! += products[at]! / total)));
    if (inclusion.every((each, i) => Math.abs(each - p[i]!) <= RESIDUAL)) return products;
    weights = weights.map((w, i) => (w * p[i]!) / inclusion[i]!);
  }
}

const CASES: readonly (readonly [string, number[], number])[] = [
  ['survivor-sets-6-of-12-vs-fitting', [0.9, 0.9, 0.8, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.2, 0.1, 0.1], 6],
  ['survivor-sets-10-of-11-vs-fitting', [...Array<number>(9).fill(0.999), 0.5, 0.509], 10],
];
const GOAL = 8;

export function results(): Result[] {
  return CASES.map(([name, p, seats]) => {
    const { ratio, fastMs } = timesFaster(
      () => fitted(p, seats),
      () => survivorSets(p, seats),
    );
    return { name, ratio, goal: GOAL, atLeast: true, note: `all sets in ${fastMs.toFixed(3)} ms` };
  });
}
