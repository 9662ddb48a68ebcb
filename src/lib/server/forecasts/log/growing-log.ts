import type { LogColumns } from '#lib/domain/score-columns.ts';

const FIRST_ROWS = 1024;

/** Index of the crowd among a log's accounts. */
export const CROWD = 0;
/** Index of the market. */
export const MARKET = 1;
/** How many indexes are no account. */
export const REFERENCES = 2;

/** Odds from an instant on; null when nobody stands. */
export interface OddsRow {
  /** Ms since the epoch. */
  at: number;
  permille: readonly number[] | null;
}

/** The odds over time that are scored beside a log's accounts, by index. */
export type ReferenceOdds = readonly [crowd: readonly OddsRow[], market: readonly OddsRow[]];

/** A log merged with the odds of the references. */
export interface MergedLog extends LogColumns {
  /** Of each row; 0 for odds. */
  readonly seq: Float64Array;
}

/** A question's log in typed arrays, in `seq` order. The first accounts are the references' and have no rows here. */
export class GrowingLog {
  readonly #options: number;
  #length = 0;
  #seq = new Float64Array(FIRST_ROWS);
  #account = new Int32Array(FIRST_ROWS);
  #madeAt = new Float64Array(FIRST_ROWS);
  #permille: Uint16Array;

  constructor(options: number) {
    this.#options = options;
    this.#permille = new Uint16Array(FIRST_ROWS * options);
  }

  get length(): number {
    return this.#length;
  }

  /** Inserts a row by `seq`; a known one is ignored. */
  take(seq: number, account: number, madeAt: number, permille: readonly number[] | null): void {
    const row = this.#indexOf(seq);
    if (row < this.#length && this.#seq[row] === seq) return;
    if (this.#length === this.#seq.length) this.#grow();
    this.#shiftFrom(row);
    this.#length += 1;
    this.#seq[row] = seq;
    this.#account[row] = account;
    this.#madeAt[row] = madeAt;
    this.#permille.set(permille ?? new Uint16Array(this.#options), row * this.#options);
  }

  /** The log merged with the references' odds by time, as `scoreTableOf` takes it. */
  columns(references: ReferenceOdds, isExcluded: ArrayLike<number>): MergedLog {
    const options = this.#options;
    const rows = references.reduce((sum, odds) => sum + odds.length, this.#length);
    const merged = {
      seq: new Float64Array(rows),
      account: new Int32Array(rows),
      madeAt: new Float64Array(rows),
      permille: new Uint16Array(rows * options),
      outside: new Uint8Array(rows),
    };
    let at = 0;
    const next = references.map(() => 0);
    const takeOdds = (until: number) => {
      for (;;) {
        const account = earliest(references, next, until);
        if (account < 0) return;
        const odds = references[account]![next[account]!++]!;
        merged.account[at] = account;
        merged.madeAt[at] = odds.at;
        merged.permille.set(odds.permille ?? [], at * options);
        merged.outside[at] = 1;
        at += 1;
      }
    };
    for (let row = 0; row < this.#length; row++, at++) {
      takeOdds(this.#madeAt[row]!);
      merged.seq[at] = this.#seq[row]!;
      merged.account[at] = this.#account[row]!;
      merged.madeAt[at] = this.#madeAt[row]!;
      for (let i = 0; i < options; i++) {
        merged.permille[at * options + i] = this.#permille[row * options + i]!;
      }
      merged.outside[at] = isExcluded[this.#account[row]!]!;
    }
    takeOdds(Infinity);
    return merged;
  }

  #grow(): void {
    const rows = this.#seq.length * 2;
    this.#seq = copyInto(new Float64Array(rows), this.#seq);
    this.#account = copyInto(new Int32Array(rows), this.#account);
    this.#madeAt = copyInto(new Float64Array(rows), this.#madeAt);
    this.#permille = copyInto(new Uint16Array(rows * this.#options), this.#permille);
  }

  /** Number of rows with a lower `seq`. Almost all rows come in order. */
  #indexOf(seq: number): number {
    let [low, high] = [0, this.#length];
    if (high === 0 || this.#seq[high - 1]! < seq) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#seq[middle]! < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Moves the rows from an index on up by one. */
  #shiftFrom(row: number): void {
    const [length, options] = [this.#length, this.#options];
    this.#seq.copyWithin(row + 1, row, length);
    this.#account.copyWithin(row + 1, row, length);
    this.#madeAt.copyWithin(row + 1, row, length);
    this.#permille.copyWithin((row + 1) * options, row * options, length * options);
  }
}

/** Index of the reference whose next odds come first, at an instant at the latest; −1 where none do. */
function earliest(references: ReferenceOdds, next: readonly number[], until: number): number {
  let [account, at] = [-1, until];
  for (let i = 0; i < references.length; i++) {
    const row = references[i]![next[i]!];
    if (!row || row.at > at || (row.at === at && account >= 0)) continue;
    [account, at] = [i, row.at];
  }
  return account;
}

function copyInto<T extends { set(from: ArrayLike<number>): void }>(to: T, from: ArrayLike<number>): T {
  to.set(from);
  return to;
}
