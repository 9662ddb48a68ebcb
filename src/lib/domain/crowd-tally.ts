// Incremental crowd odds of one question: equal to crowdOdds of all standing forecasts, to the permille, without
// reading them all again. Pure: reads no clock and no accounts; weights are passed in.

import { oddsFromMeans, recencyWeights } from './crowd.ts';
import { assertForecast, assertSeats } from './seats.ts';
import { StandingRows } from './standing-rows.ts';
import {
  addForecast,
  countForecast,
  emptyCounts,
  emptySums,
  meansOf,
  type PermilleCounts,
  winsorise,
} from './winsorised.ts';

/**
 * One instance per question, fed with the rows of its log. Holds per option a histogram of standing permille values (for
 * the quantiles) and the standing rows in `seq` order (for the weighted mean).
 */
export class CrowdTally {
  readonly #options: number;
  readonly #seats: number;
  readonly #rows: StandingRows;
  readonly #counts: PermilleCounts;
  #recency = { n: 0, weights: recencyWeights(0) };
  #forecasters = 0;
  #lastSeq = 0;

  /** @throws RangeError unless 1 ≤ seats < options ≤ 20 */
  constructor(options: number, seats: number) {
    assertSeats(options, seats);
    this.#options = options;
    this.#seats = seats;
    this.#rows = new StandingRows(options);
    this.#counts = emptyCounts(options);
  }

  /** Number of standing forecasts with weight. */
  get forecasters(): number {
    return this.#forecasters;
  }

  /** Highest `seq` recorded; 0 while there is none. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /**
   * Records a row of the log: a forecast or a withdrawal. Rows may arrive out of order and more than once; a row that is
   * not newer than the account's latest is ignored. O(K).
   *
   * @param seq the row's place in the log, a unique positive integer
   * @param permille integers 1..999 summing to 1000·seats, shape [K]; null for a withdrawal
   * @param weight the account's current weight: 1, `UNVERIFIED_WEIGHT`, or 0 when excluded
   * @returns whether it became the account's latest row
   * @throws RangeError when the forecast, the seq or the weight is invalid; the state is unchanged then
   */
  record(account: number, seq: number, permille: readonly number[] | null, weight = 1): boolean {
    if (!Number.isSafeInteger(seq) || seq < 1)
      throw new RangeError(`seq must be a positive integer, not ${seq}`);
    assertWeight(weight);
    if (permille) assertForecast(permille, this.#options, this.#seats);
    const earlier = this.#rows.find(account);
    if (earlier !== undefined && this.#rows.seqAt(earlier) >= seq) return false;
    if (earlier !== undefined) this.#count(earlier, -1);
    this.#count(this.#rows.put(account, seq, permille, weight), 1);
    this.#lastSeq = Math.max(this.#lastSeq, seq);
    return true;
  }

  /**
   * Updates an account's weight after it was excluded, restored or verified. Its forecast keeps its place. O(K).
   *
   * @param weight as for `record`
   * @returns whether the odds may have changed: false when the account has no standing forecast
   * @throws RangeError when the weight is invalid
   */
  setWeight(account: number, weight: number): boolean {
    assertWeight(weight);
    const slot = this.#rows.find(account);
    if (slot === undefined || this.#rows.isWithdrawn(slot)) return false;
    if (this.#rows.weights[slot] === weight) return false;
    this.#count(slot, -1);
    this.#rows.setWeight(slot, weight);
    this.#count(slot, 1);
    return true;
  }

  /** Whether an account has a standing forecast, whatever its weight. */
  stands(account: number): boolean {
    const slot = this.#rows.find(account);
    return slot !== undefined && !this.#rows.isWithdrawn(slot);
  }

  /**
   * Current crowd odds; null while no forecast counts. Reads about 55·√n rows and the histograms; sorts what arrived out of
   * order since the last call.
   *
   * @returns permille, integers 1..999 summing to exactly 1000·seats, shape [K]
   */
  odds(): number[] | null {
    const n = this.#forecasters;
    if (n === 0) return null;
    this.#rows.sort();
    const { weights, permille } = this.#rows;
    const table = winsorise(this.#counts, n);
    const sums = emptySums(this.#options);
    const recency = this.#recencyOf(n);
    for (let age = 0, slot = this.#rows.length - 1; age < recency.length; slot--) {
      const share = weights[slot]!;
      if (share !== 0) addForecast(sums, table, permille, slot * this.#options, recency[age++]! * share);
    }
    return oddsFromMeans(meansOf(sums), this.#seats, n);
  }

  /**
   * The odds as they would be without an account's standing forecast: null where no other counts, undefined where it has none
   * that counts. Costs one more reading of the odds.
   *
   * @returns permille as for `odds`
   */
  oddsWithout(account: number): number[] | null | undefined {
    const slot = this.#rows.find(account);
    if (slot === undefined || this.#rows.isWithdrawn(slot)) return undefined;
    const weight = this.#rows.weights[slot]!;
    if (weight === 0) return undefined;
    this.setWeight(account, 0);
    const odds = this.odds();
    this.setWeight(account, weight);
    return odds;
  }

  /** Recency weights of n forecasts, computed again only when n has changed. */
  #recencyOf(n: number): Float64Array {
    if (this.#recency.n !== n) this.#recency = { n, weights: recencyWeights(n) };
    return this.#recency.weights;
  }

  #count(slot: number, times: 1 | -1): void {
    if (this.#rows.weights[slot] === 0) return;
    countForecast(this.#counts, this.#rows.permille, slot * this.#options, times);
    this.#forecasters += times;
  }
}

function assertWeight(weight: number): void {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`a weight is within 0..1, not ${weight}`);
}
