// The conditional Bernoulli distribution over k-subsets: P(S) ∝ Π_{i∈S} w_i, the distribution of greatest entropy whose
// inclusion probabilities are given (Chen, Dempster & Liu 1994, Biometrika 81:457–469). This file solves for the weights.

import { logit } from './log-odds.ts';
import { assertSeats } from './seats.ts';

/** Tolerance of every inclusion probability; a solution beyond it is an error. */
const RESIDUAL = 1e-12;
/** Tolerance of the sum of probabilities; a larger deviation is invalid input, not rounding. */
const SUM_SLACK = 1e-9;
/** Iteration limit: Newton's method needs about ten steps, and does not converge when it needs more than this. */
const MAX_STEPS = 100;
/** A step halved this often no longer changes the log-weights. */
const MAX_HALVINGS = 50;

/**
 * The elementary symmetric polynomial e_k of non-negative weights, leaving out up to two of them: the sum of the
 * products of all k-subsets. Only sums of positive terms, so there is no cancellation.
 */
export function symmetricPolynomial(weights: readonly number[], k: number, skip = -1, skipToo = -1): number {
  if (k < 0) return 0;
  const sums = new Float64Array(k + 1);
  sums[0] = 1;
  for (let i = 0; i < weights.length; i++) {
    if (i === skip || i === skipToo) continue;
    const w = weights[i]!;
    for (let j = k; j > 0; j--) sums[j]! += w * sums[j - 1]!;
  }
  return sums[k]!;
}

/**
 * Weights w of the conditional Bernoulli distribution, scaled so that P(S) = Π_{i∈S} w_i for every k-subset S.
 *
 * @param probabilities inclusion probability of each option, in (0, 1), summing to `seats`, shape [n]
 * @returns positive weights, shape [n], whose inclusion probabilities differ from those given by at most 1e-12
 * @throws RangeError when the probabilities are out of range, do not sum to the seats, or are too extreme to be met
 */
export function inclusionWeights(probabilities: readonly number[], seats: number): number[] {
  const target = checked(probabilities, seats);
  let state = inclusionAt(target.map(logit), target, seats);
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = newtonStep(state, target, seats);
    if (!(next.residual < state.residual)) break; // as exact as rounding allows
    state = next;
  }
  if (!(state.residual <= RESIDUAL)) throw new RangeError(`no weights for [${probabilities.join(', ')}]`);
  const scale = Math.pow(symmetricPolynomial(state.weights, seats), -1 / seats);
  return state.weights.map((w) => w * scale);
}

interface State {
  readonly logWeights: readonly number[];
  readonly weights: readonly number[];
  readonly inclusion: readonly number[];
  readonly residual: number;
}

/** Validates the probabilities and spreads a rounding error of their sum over them, so that a solution exists. */
function checked(probabilities: readonly number[], seats: number): number[] {
  assertSeats(probabilities.length, seats);
  if (!probabilities.every((p) => p > 0 && p < 1)) {
    throw new RangeError(`probabilities must lie in (0, 1), not [${probabilities.join(', ')}]`);
  }
  const excess = probabilities.reduce((sum, p) => sum + p, 0) - seats;
  if (Math.abs(excess) > SUM_SLACK) throw new RangeError(`probabilities must sum to ${seats}`);
  const room = probabilities.reduce((sum, p) => sum + p * (1 - p), 0);
  return probabilities.map((p) => p - (excess * p * (1 - p)) / room);
}

/** Weights and inclusion probabilities π_i = w_i · e_{k−1}(w without i) / e_k(w) at log-weights θ. */
function inclusionAt(logWeights: readonly number[], target: readonly number[], seats: number): State {
  const sorted = [...logWeights].sort((a, b) => b - a);
  const centre = (sorted[seats - 1]! + sorted[seats]!) / 2; // keeps products of k weights near 1
  const weights = logWeights.map((x) => Math.exp(x - centre));
  const total = symmetricPolynomial(weights, seats);
  const inclusion = weights.map((w, i) => (w * symmetricPolynomial(weights, seats - 1, i)) / total);
  const residual = inclusion.reduce((worst, p, i) => Math.max(worst, Math.abs(p - target[i]!)), 0);
  return { logWeights, weights, inclusion, residual: Number.isFinite(residual) ? residual : Infinity };
}

/** Damped Newton step: halves the step until it lowers the residual; only full steps within the tolerance. */
function newtonStep(state: State, target: readonly number[], seats: number): State {
  const direction = newtonDirection(state, target, seats);
  let next = state;
  for (let halving = 0, size = 1; halving < MAX_HALVINGS; halving++, size /= 2) {
    const logWeights = state.logWeights.map((x, i) => x + size * direction[i]!);
    next = inclusionAt(logWeights, target, seats);
    if (next.residual < state.residual || state.residual <= RESIDUAL) break;
  }
  return next;
}

/**
 * Solves Cov · δ = target − π. The covariance of the inclusion indicators is singular along (1, …, 1), because their
 * sum is fixed; scaled to unit diagonal, the projector on that direction is added, which leaves δ a solution.
 */
function newtonDirection(state: State, target: readonly number[], seats: number): number[] {
  const { weights, inclusion } = state;
  const n = weights.length;
  const total = symmetricPolynomial(weights, seats);
  const spread = inclusion.map((p) => Math.sqrt(Math.max(p * (1 - p), Number.MIN_VALUE)));
  const spreadSquared = spread.reduce((sum, s) => sum + s * s, 0);
  const rows = Array.from({ length: n }, () => new Float64Array(n + 1));
  for (let i = 0; i < n; i++) {
    rows[i]![i] = 1 + (spread[i]! * spread[i]!) / spreadSquared;
    rows[i]![n] = (target[i]! - inclusion[i]!) / spread[i]!;
    for (let j = 0; j < i; j++) {
      const both = (weights[i]! * weights[j]! * symmetricPolynomial(weights, seats - 2, i, j)) / total;
      const covariance = (both - inclusion[i]! * inclusion[j]!) / (spread[i]! * spread[j]!);
      rows[i]![j] = rows[j]![i] = covariance + (spread[i]! * spread[j]!) / spreadSquared;
    }
  }
  return eliminate(rows).map((x, i) => x / spread[i]!);
}

/** Gaussian elimination with partial pivoting of an n × (n + 1) system. */
function eliminate(rows: Float64Array[]): number[] {
  const n = rows.length;
  for (let at = 0; at < n; at++) {
    let pivot = at;
    for (let r = at + 1; r < n; r++) if (Math.abs(rows[r]![at]!) > Math.abs(rows[pivot]![at]!)) pivot = r;
    [rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
    for (let r = at + 1; r < n; r++) {
      const factor = rows[r]![at]! / rows[at]![at]!;
      for (let c = at; c <= n; c++) rows[r]![c]! -= factor * rows[at]![c]!;
    }
  }
  const solution = Array<number>(n).fill(0);
  for (let at = n - 1; at >= 0; at--) {
    let value = rows[at]![n]!;
    for (let c = at + 1; c < n; c++) value -= rows[at]![c]! * solution[c]!;
    solution[at] = value / rows[at]![at]!;
  }
  return solution;
}
