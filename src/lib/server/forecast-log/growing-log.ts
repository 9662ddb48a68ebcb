import type { LogColumns } from '#lib/domain/score-columns.ts';

const FIRST_ROWS = 1024;

/** Crowd odds from an instant on; null when nobody stands. */
export interface CrowdRow {
  /** Ms since the epoch. */
  at: number;
  permille: readonly number[] | null;
}

/** A log merged with the crowd's odds, whose account is 0. */
export interface MergedLog extends LogColumns {
  /** Of each row; 0 for odds of the crowd. */
  readonly seq: Float64Array;
}

/** A question's log in typed arrays, in `seq` order. Account 0 is the crowd's and has no rows here. */
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

  /** The log merged with the crowd's odds by time, as `scoreTableOf` takes it. */
  columns(crowd: readonly CrowdRow[], isExcluded: ArrayLike<number>): MergedLog {
    const options = this.#options;
    const rows = this.#length + crowd.length;
    const merged = {
      seq: new Float64Array(rows),
      account: new Int32Array(rows),
      madeAt: new Float64Array(rows),
      permille: new Uint16Array(rows * options),
      outside: new Uint8Array(rows),
    };
    let at = 0;
    let next = 0;
    const takeCrowd = (until: number) => {
      for (; next < crowd.length && crowd[next]!.at <= until; next++, at++) {
        merged.madeAt[at] = crowd[next]!.at;
        merged.permille.set(crowd[next]!.permille ?? [], at * options);
        merged.outside[at] = 1;
      }
    };
    for (let row = 0; row < this.#length; row++, at++) {
      takeCrowd(this.#madeAt[row]!);
      merged.seq[at] = this.#seq[row]!;
      merged.account[at] = this.#account[row]!;
      merged.madeAt[at] = this.#madeAt[row]!;
      for (let i = 0; i < options; i++) {
        merged.permille[at * options + i] = this.#permille[row * options + i]!;
      }
      merged.outside[at] = isExcluded[this.#account[row]!]!;
    }
    takeCrowd(Infinity);
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

function copyInto<T extends { set(from: ArrayLike<number>): void }>(to: T, from: ArrayLike<number>): T {
  to.set(from);
  return to;
}
