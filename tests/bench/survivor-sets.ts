// Odds of all survivor sets by Newton's method on symmetric polynomials against the plain way: fitting the weights in
// proportion, w_i ← w_i · p_i / π_i, with every π_i summed over the sets. Run: node tests/bench/survivor-sets.ts

import { listSets, survivorSets } from '../../src/lib/domain/survivor-sets.ts';
import { compare, sideBySide } from './side-by-side.ts';

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

const cases: readonly (readonly [string, number[], number, number])[] = [
  ['6 of 12', [0.9, 0.9, 0.8, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.2, 0.1, 0.1], 6, 8],
  ['10 of 11, almost decided', [...Array<number>(9).fill(0.999), 0.5, 0.509], 10, 8],
];
for (const [name, p, seats, promised] of cases) {
  const sets = () => survivorSets(p, seats);
  compare(`sets by Newton against fitting, ${name}`, () => fitted(p, seats), sets, promised);
  const [ms] = sideBySide([sets]);
  console.log(`  all sets: ${ms!.toFixed(3)} ms`);
}
